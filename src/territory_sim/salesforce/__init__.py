"""The sales force: reps, their days, their pay."""
