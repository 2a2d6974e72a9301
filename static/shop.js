// Comfort on top of pages that work without it.
const root = document.documentElement;
root.classList.add("scripted");

const STEPPERS = "[data-stepper] button[hidden]";
const settle = (part) => {
  part.querySelectorAll(STEPPERS).forEach((button) => { button.hidden = false; });
  part.querySelector("[data-focus]")?.focus();
};
settle(document);
document.addEventListener("htmx:load", (event) => settle(event.target));

document.addEventListener("click", (event) => {
  const step = event.target.closest("[data-step]");
  if (step) {
    const field = step.parentElement.querySelector("input");
    if (Number(step.dataset.step) > 0) field.stepUp(); else field.stepDown();
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
  const close = event.target.closest("[data-close]");
  if (close) close.closest(".added").remove();
  const menu = document.querySelector(".menu[open]");
  if (menu && !event.target.closest(".menu")) menu.open = false;
  if (!event.target.closest(".search")) hideSuggestions();
});

// Suggestions: arrows walk through them, Escape puts them away.
const suggestions = document.getElementById("suggestions");
const query = document.getElementById("q");
function hideSuggestions() { suggestions?.replaceChildren(); }
document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelector(".added")?.remove();
    if (suggestions?.childElementCount) { hideSuggestions(); query.focus(); }
    const menu = document.querySelector(".menu[open]");
    if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
  }
  if ((event.key === "ArrowDown" || event.key === "ArrowUp") && event.target.closest(".search")) {
    const stops = [query, ...suggestions.querySelectorAll("a")];
    const next = stops.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    if (stops[next]) { event.preventDefault(); stops[next].focus(); }
  }
});

// The theme changes at once; the cookie tells the server for the next page.
document.querySelector("[data-theme-switch]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const theme = event.submitter.value;
  const safe = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `theme=${theme}; Path=/; Max-Age=31536000; SameSite=Lax${safe}`;
  if (theme === "system") delete root.dataset.theme; else root.dataset.theme = theme;
  event.target.querySelectorAll("button").forEach((button) => {
    button.setAttribute("aria-pressed", String(button === event.submitter));
  });
});

// Leaving a field brings the total anew, and with it a new button: a press that began on the old one counts,
// unless the total has changed and has yet to be seen.
let pressed = null;
document.addEventListener("mousedown", (event) => {
  pressed = event.target.closest("[data-once] button");
});
document.addEventListener("mouseup", (event) => {
  const button = event.target.closest("[data-once] button");
  if (pressed && !pressed.isConnected && button?.textContent === pressed.textContent) button.click();
  pressed = null;
});

// An order is sent once, however often the button is pressed.
document.addEventListener("submit", (event) => {
  const form = event.target.closest("[data-once]");
  if (!form || event.submitter?.name === "update") return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
  event.submitter?.setAttribute("aria-disabled", "true");
});
window.addEventListener("pageshow", () => {
  document.querySelectorAll("[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});
