// Names of medicines while one types. Without this script "Look the name up" does the same.
(() => {
  const field = document.querySelector("[data-names]");
  const list = document.getElementById("names");
  const pause = 150; // ms after the last letter
  let timer = 0;
  let newest = 0;

  async function look() {
    const number = ++newest;
    const body = new FormData(field.form);
    try {
      const answer = await fetch(field.dataset.names, { method: "POST", body });
      const { names } = await answer.json();
      if (number === newest) list.replaceChildren(...names.map((name) => new Option(name)));
    } catch {
      // no name is suggested; any name can be typed
    }
  }

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, pause);
  });
})();
