"""Tests; the folders mirror the packages of territory_sim."""
