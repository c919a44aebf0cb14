// Shows the file as soon as it is made. Without this script the page asks for itself again.
(() => {
  const region = document.getElementById("file");
  const pause = 3000; // ms

  async function look() {
    try {
      const answer = await fetch(location.href);
      if (!answer.ok || answer.redirected) return location.reload(); // signed out: show the door
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("file");
      if (isPending(fresh)) return wait();
      region.replaceChildren(...fresh.childNodes);
    } catch {
      wait(); // no connection now
    }
  }

  const isPending = (one) => one.querySelector("[data-pending]") !== null;
  const wait = () => setTimeout(look, pause);
  if (isPending(region)) wait();
})();
