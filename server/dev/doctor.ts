// `deno task doctor`: checks what a first call depends on and says what to do. Prints no secret.
import "@std/dotenv/load";
import { readConfig, SHORT_TOKEN_CHARS } from "../config/config.ts";
import { isLostConnection } from "../process/last_resort.ts";
import { genesysHosts } from "../tools/genesys_hosts.ts";
import { bad, type Finding, good, note } from "./finding.ts";

// A NATS that refuses the password resets a socket that its client does not listen to any more.
globalThis.addEventListener("error", (event) => {
  if (isLostConnection(event.error)) event.preventDefault();
});

const read = readConfig(Deno.env.toObject(), (path) => Deno.readTextFileSync(path));
if (!read.ok) {
  for (const error of read.errors) console.log(`✗ ${error}`);
  Deno.exit(1);
}
const config = read.config;

async function dataDir(): Promise<Finding> {
  if (config.DATABASE_URL !== "") return good("DATA_DIR is not needed: DATABASE_URL is set");
  const probe = `${config.DATA_DIR}/.doctor`;
  try {
    await Deno.mkdir(config.DATA_DIR, { recursive: true });
    await Deno.writeTextFile(probe, "");
    await Deno.remove(probe);
    return good(`DATA_DIR can be written`);
  } catch {
    return bad(`DATA_DIR cannot be written: create it, or set another one`);
  }
}

async function consoleBuilt(): Promise<Finding> {
  const built = await Deno.stat("dist/index.html").then(() => true, () => false);
  return built
    ? good("The console is built")
    : note("The console is not built yet: deno task start builds it");
}

async function running(): Promise<Finding> {
  const host = ["0.0.0.0", "::"].includes(config.HOST) ? "127.0.0.1" : config.HOST;
  const answer = await get(`http://${host}:${config.PORT}/readyz`);
  if (answer === null) return good("The server is not running; nothing else was asked of it");
  return answer.status === 200
    ? good("The server is ready")
    : bad(`The server is not ready: it answered ${answer.status}`);
}

async function get(url: string, init: RequestInit = {}) {
  try {
    const response = await fetch(url, { ...init, signal: AbortSignal.timeout(5000) });
    return {
      status: response.status,
      date: response.headers.get("date"),
      body: await response.text(),
    };
  } catch {
    return null;
  }
}

/** The provider's own list: is the key accepted, is the model there, when does it go, is our clock right. */
async function model(): Promise<Finding[]> {
  if (config.OPENAI_API_KEY === "") {
    return [good("OPENAI_API_KEY is not set: the built-in stand-in answers")];
  }
  const key: Record<string, string> = config.OPENAI_KEY_HEADER === "api-key"
    ? { "api-key": config.OPENAI_API_KEY }
    : { authorization: `Bearer ${config.OPENAI_API_KEY}` };
  const answer = await get(`${config.OPENAI_BASE_URL.replace(/^ws/, "http")}/models`, {
    headers: key,
  });
  const host = new URL(config.OPENAI_BASE_URL).host;
  if (answer === null) {
    return [bad(`${host} cannot be reached: check the network and OPENAI_BASE_URL`)];
  }
  if (answer.status === 401 || answer.status === 403) {
    return [bad(`${host} refused the key (${answer.status})`)];
  }
  if (answer.status !== 200) {
    return [bad(`${host} answered ${answer.status} to a list of its models`)];
  }
  return [good(`${host} accepts the key`), ...clockSkew(answer.date), ...modelListed(answer.body)];
}

function clockSkew(date: string | null): Finding[] {
  if (date === null) return [];
  const skewS = Math.round((Date.now() - Date.parse(date)) / 1000);
  return [
    Math.abs(skewS) <= 5
      ? good("The clock is right")
      : bad(`The clock differs by ${skewS} s: signatures of Genesys will be refused; run NTP`),
  ];
}

function modelListed(body: string): Finding[] {
  const wanted = config.OPENAI_MODEL === "" ? "gpt-realtime-2.1" : config.OPENAI_MODEL;
  try {
    const list = JSON.parse(body).data as { id: string; shutdown_date?: string | null }[];
    const found = list.find(({ id }) => id === wanted);
    if (!found) return [bad(`${wanted} is not among the models of this key`)];
    return [
      good(`${wanted} is there${found.shutdown_date ? `, until ${found.shutdown_date}` : ""}`),
    ];
  } catch {
    return [bad("The list of models could not be read")];
  }
}

/** The OAuth client of Data Actions: is it let in. */
async function dataActions(): Promise<Finding[]> {
  if (!config.genesysOAuth) return [];
  const { clientId, clientSecret } = config.genesysOAuth;
  const { loginUrl } = genesysHosts({
    region: config.GENESYS_REGION,
    baseUrl: config.GENESYS_BASE_URL,
    loginUrl: config.GENESYS_LOGIN_URL,
  });
  const answer = await get(`${loginUrl}/oauth/token`, {
    method: "POST",
    headers: { authorization: `Basic ${btoa(`${clientId}:${clientSecret}`)}` },
    body: new URLSearchParams({ grant_type: "client_credentials" }),
  });
  const host = new URL(loginUrl).host;
  if (answer === null) return [bad(`${host} cannot be reached: check GENESYS_REGION`)];
  return [
    answer.status === 200
      ? good(`${host} lets the OAuth client in`)
      : bad(`${host} refused GENESYS_CLIENT_ID and its secret (${answer.status})`),
  ];
}

/** Loaded only where there is something to ask. */
async function fleet(): Promise<Finding[]> {
  if (config.DATABASE_URL === "") return [];
  const { databaseFindings, natsFindings } = await import("./fleet_findings.ts");
  return [
    ...await databaseFindings(config.DATABASE_URL),
    ...config.NATS_URL === "" ? [] : await natsFindings(config.NATS_URL),
  ];
}

function limits(): Finding[] {
  return config.BUDGET_USD === null
    ? [note("BUDGET_USD is not set: nothing stops calls from costing more than you expect")]
    : [good(`Calls may cost ${config.BUDGET_USD} US dollars a day`)];
}

function signatures(): Finding {
  const unsigned = config.genesysSecrets.length === 0 &&
    config.genesysKeys.every(({ secrets }) => secrets.length === 0);
  return unsigned
    ? note("Signatures are not required: set GENESYS_AUDIOHOOK_SECRET before real calls")
    : good("Signatures are required");
}

function tokens(): Finding[] {
  const short = config.ADMIN_TOKEN !== "" && config.ADMIN_TOKEN.length < SHORT_TOKEN_CHARS;
  return short
    ? [note("ADMIN_TOKEN is short and can be guessed: give it sixteen characters or more")]
    : [];
}

const findings = [
  ...tokens(),
  await dataDir(),
  ...await fleet(),
  await consoleBuilt(),
  signatures(),
  await running(),
  ...await model(),
  ...await dataActions(),
  ...limits(),
];
for (const { ok, note, words } of findings) console.log(`${note ? "·" : ok ? "✓" : "✗"} ${words}`);
Deno.exit(findings.every(({ ok }) => ok) ? 0 : 1);
