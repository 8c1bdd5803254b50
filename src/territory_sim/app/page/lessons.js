// Lessons: goal, predict first, run, debrief; the key is shown only when it is asked for.

class LessonBook {
  constructor(app, lesson) {
    this.app = app;
    this.lesson = lesson;
    this.dialog = document.getElementById("lesson");
    this.body = document.getElementById("lesson-text");
    this.step = 0;
    if (!lesson) return;
    document.getElementById("open-lesson").hidden = false;
    document.getElementById("lesson-next").addEventListener("click", () => this.turn(1));
    document.getElementById("lesson-back").addEventListener("click", () => this.turn(-1));
  }

  get pages() {
    const { lesson } = this;
    return [
      ["Goal", [lesson.goal]],
      ["Predict first", [lesson.predict.question], lesson.predict.answers],
      ["Run: five minutes", lesson.run],
      ["Debrief", lesson.debrief],
      ["Answer key", lesson.key],
    ];
  }

  open() {
    if (!this.lesson) return;
    this.turn(0);
    this.dialog.showModal();
  }

  turn(by) {
    this.step = clamp(this.step + by, 0, this.pages.length - 1);
    const [title, lines, answers] = this.pages[this.step];
    document.getElementById("lesson-title").textContent = `${this.lesson.title}: ${title}`;
    this.body.replaceChildren();
    for (const line of lines) element("p", {}, this.body, line);
    if (answers) this.ask(answers);
    document.getElementById("lesson-back").disabled = this.step === 0;
    document.getElementById("lesson-next").disabled = this.step === this.pages.length - 1;
  }

  ask(answers) {
    const set = element("fieldset", {}, this.body);
    element("legend", {}, set, "Your prediction, before anything plays");
    answers.forEach((answer, i) => {
      const row = element("label", { class: "answer" }, set);
      const input = element("input", { type: "radio", name: "prediction", value: String(i) }, row);
      input.checked = this.prediction === i;
      input.addEventListener("change", () => (this.prediction = i));
      row.append(` ${answer}`);
    });
  }
}
