// Stories: two runs side by side at one press; in a file only those that were recorded.

class StoryShelf {
  constructor(app, list) {
    for (const item of list.children) {
      const { left, right } = item.dataset, pair = [left, right].map((name) => app.runNamed(name));
      const told = pair.every(Boolean);
      item.querySelector("button").disabled = !told;
      item.querySelector("button").addEventListener("click", () => app.tellStory(pair));
      item.querySelector(".record-it").hidden = told;
    }
  }
}
