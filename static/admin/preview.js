// Tries what a form says in place while it is typed; without scripts the button opens the same answer in a tab.
const panel = document.querySelector("[data-preview]");
const form = document.getElementById(panel.dataset.form);
const place = document.getElementById("preview");
let waiting;
let latest = 0;

async function show() {
  const turn = ++latest;
  const answer = await fetch(panel.dataset.preview, {
    method: "POST",
    body: new FormData(form),
    headers: { "HX-Request": "true" },
  });
  const words = await answer.text();
  if (turn === latest) {
    if (answer.ok) place.innerHTML = words;
    else place.textContent = "It could not be tried. Please try again.";
  }
}

function soon() {
  clearTimeout(waiting);
  waiting = setTimeout(show, 400);
}

form.addEventListener("input", soon);
form.addEventListener("change", soon);
panel.querySelector("button").addEventListener("click", (event) => {
  event.preventDefault();
  show();
});
