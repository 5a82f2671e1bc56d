// Adding without leaving the page: files are dropped and sent one by one with progress; the list follows what happens.
export function startAdding() {
  const jobs = document.getElementById("jobs");
  if (!jobs || jobs.dataset.started) return;
  jobs.dataset.started = "yes";
  for (const form of document.querySelectorAll(".adding form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(form, jobs);
    });
  }
  const drop = document.querySelector(".drop");
  const files = drop.querySelector("input[type=file]");
  // Anywhere on the page: a file that misses the form must not take the page's place.
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    drop.classList.add("is-over");
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || drop.classList.remove("is-over"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    drop.classList.remove("is-over");
    if (!event.dataTransfer.files.length) return;
    files.files = event.dataTransfer.files;
    send(drop, jobs);
  });
  follow(jobs);
}

async function send(form, jobs) {
  const button = form.querySelector("button");
  const whole = new FormData(form);
  const files = whole.getAll("files");
  button.disabled = true;
  const parts = files.length ? files.map((file) => withOnly(whole, file)) : [whole];
  let fault = false;
  for (const part of parts) fault = (await post(form.action, part, form)) || fault;
  button.disabled = false;
  if (!fault) form.reset();
  await refresh(jobs);
  jobs.querySelector("h2").scrollIntoView({ block: "nearest" });
  follow(jobs);
}

function withOnly(form, file) {
  const one = new FormData();
  for (const [name, value] of form) if (name !== "files") one.append(name, value);
  one.append("files", file);
  return one;
}

/** Sends one form; true where it was refused, with the reason shown in it. */
function post(address, data, form) {
  form.querySelector(".fault")?.remove();
  const progress = document.createElement("progress");
  progress.setAttribute("aria-label", form.querySelector("button").textContent);
  form.append(progress);
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("X-CSRF-Token", document.body.dataset.csrf ?? "");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) Object.assign(progress, { max: event.total, value: event.loaded });
    });
    request.addEventListener("loadend", () => {
      progress.remove();
      const refused = request.status < 200 || request.status >= 400;
      if (refused) form.append(explain(request.responseText, data.get("files")?.name));
      resolve(refused);
    });
    request.send(data);
  });
}

/** What the page of a fault says, as one line. */
function explain(answer, name) {
  const page = new DOMParser().parseFromString(answer, "text/html");
  const words = [...page.querySelectorAll("main .empty > :is(h1, p[dir])")].map((part) => part.textContent.trim());
  const line = document.createElement("p");
  line.className = "fault";
  line.setAttribute("role", "alert");
  line.dir = "auto";
  line.textContent = [name, ...words].filter(Boolean).join(" – ");
  return line;
}

async function refresh(jobs) {
  const answer = await fetch("/add/jobs");
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  jobs.replaceChildren(...page.body.childNodes);
}

let waiting = null;
function follow(jobs) {
  clearTimeout(waiting);
  if (!jobs.querySelector("[data-running]")) return;
  waiting = setTimeout(async () => {
    if (!jobs.isConnected) return;
    await refresh(jobs);
    follow(jobs);
  }, 700);
}
