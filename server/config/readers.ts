// How a setting's text becomes a value. Each throws with the reason why it cannot; reasons never hold values.
import { isIP } from "node:net";
import ipaddr from "ipaddr.js";
import { GONE_MODELS, LIMITS } from "../contract/agent_limits.ts";
import { ROLES } from "../contract/role.ts";

export const text = (value: string) => value;
export const flag = (value: string) => {
  if (/^(1|true|yes|on)$/i.test(value)) return true;
  if (/^(0|false|no|off)$/i.test(value)) return false;
  throw new Error("must be true or false");
};
export const whole = (min: number, max: number) => (value: string) => {
  const number = Number(value);
  if (!Number.isInteger(number) || number < min || number > max) {
    throw new Error(`must be a whole number from ${min} to ${max}`);
  }
  return number;
};
export const url = (value: string) => {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  if (!parsed || !/^(https?|wss?):$/.test(parsed.protocol)) {
    throw new Error("must be a URL that begins with https://, http://, wss:// or ws://");
  }
  return value.replace(/\/+$/, "");
};
export const publicUrl = (value: string) => {
  const parsed = URL.canParse(value) ? new URL(value) : null;
  const bare = parsed && /^https?:$/.test(parsed.protocol) && parsed.pathname === "/" &&
    parsed.search === "" && parsed.hash === "";
  if (!bare) throw new Error("must be like https://calls.example.com, without a path");
  return parsed.origin;
};
export const among = (values: readonly string[]) => (value: string) => {
  if (!values.includes(value)) throw new Error(`must be one of ${values.join(", ")}`);
  return value;
};
export const model = (value: string) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(value)) {
    throw new Error("must be a model's name, at most 64 characters");
  }
  if (GONE_MODELS.some((gone) => gone.test(value))) {
    throw new Error("names a model that the provider has switched off");
  }
  return value;
};
export const token = (value: string) => {
  if (/\s/.test(value)) throw new Error("must not contain spaces");
  return value;
};
export const number = (min: number, max: number) => (value: string) => {
  const parsed = Number(value);
  if (!Number.isFinite(parsed) || parsed < min || parsed > max) {
    throw new Error(`must be a number from ${min} to ${max}`);
  }
  return parsed;
};
/** A value that may be absent: the fallback null stands for it. */
export const orNone = <T>(read: (value: string) => T) => (value: string): T | null => read(value);
export const httpUrl = (value: string) => {
  const parsed = URL.parse(value);
  if (!parsed || !/^https?:$/.test(parsed.protocol) || parsed.username !== "") {
    throw new Error("must be a URL that begins with https:// or http://, without a user in it");
  }
  return value;
};
/** Never quoted in an error: it may hold a password. */
export const databaseUrl = (value: string) => {
  const parsed = URL.parse(value);
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol)) {
    throw new Error("must be a URL such as postgres://user:password@host:5432/database");
  }
  return value;
};
/** One server or several; never quoted in an error. */
export const natsUrl = (value: string) => {
  const good = value.split(",").every((one) =>
    /^(nats|tls):$/.test(URL.parse(one.trim())?.protocol ?? "")
  );
  if (!good) throw new Error("must be a URL such as nats://user:password@host:4222, or tls://");
  return value;
};
/** Names between commas. */
export const list = (value: string) =>
  value.split(",").map((part) => part.trim()).filter((part) => part !== "");
/** Addresses, and networks as an address and a number of bits. */
export const networks = (value: string) =>
  list(value).map((entry) => {
    const [address = ""] = entry.split("/");
    if (isIP(address) && (address === entry || ipaddr.isValidCIDR(entry))) return entry;
    throw new Error("must hold addresses such as 127.0.0.1 or networks such as 10.0.0.0/8");
  });
/** A Standard Webhooks secret: base64, with or without its prefix. */
export const webhookSecret = (value: string) => {
  try {
    if (Uint8Array.fromBase64(value.replace(/^whsec_/, "")).length >= 16) return value;
  } catch {
    // said below
  }
  throw new Error(
    "must be base64 of at least 16 bytes, for instance from: openssl rand -base64 32",
  );
};

/** Realtime and REST transcription end with these on that day (openai-realtime § 5.3a). */
export const LEAVING_TRANSCRIPTION = /^(whisper-1|gpt-4o(-mini)?-transcribe)/;
export const LEAVING_TRANSCRIPTION_DAY = "2027-02-26";
export const transcriptionModel = (value: string) => {
  if (!/^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$/.test(value)) {
    throw new Error("must be a model's name, at most 64 characters");
  }
  if (/diarize/.test(value)) {
    throw new Error("must not be a model that tells speakers apart: each side is heard on its own");
  }
  return value;
};
export const languageTag = (value: string) => {
  try {
    const [tag = ""] = Intl.getCanonicalLocales(value);
    // The canon calls "cmn-CN" "zh-CN"; Genesys must hear its own name for it (audiohook § 10.2).
    return tag.replace(/^[a-z]+/, value.split("-")[0]!.toLowerCase());
  } catch {
    throw new Error("must be a language tag such as en-US");
  }
};
/** Tags between commas. */
export const languageTags = (value: string) => list(value).map(languageTag);
/** Tokens between commas. */
export const tokens = (value: string) => list(value).map(token);
export const iso639 = (value: string) => {
  if (/^auto$/i.test(value)) return "";
  if (!/^[a-z]{2}$/.test(value)) {
    throw new Error("must be a language of two letters, such as de; or auto");
  }
  return value;
};
export const maxTokens = (value: string): number | "inf" =>
  value === "inf" ? value : whole(LIMITS.maxOutputTokens.min, LIMITS.maxOutputTokens.max)(value);
/** As the provider names itself in its own documents. */
export const oidcIssuer = (value: string) => {
  const parsed = URL.parse(value);
  const local = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(parsed?.hostname ?? "");
  const fits = parsed !== null && parsed.username === "" && parsed.search === "" &&
    (parsed.protocol === "https:" || parsed.protocol === "http:" && local);
  if (!fits) throw new Error("must be a URL that begins with https:// (http:// at localhost only)");
  return value;
};
/** Pairs of a value and the role it gives. */
export const oidcRoles = (value: string) =>
  list(value).map((pair) => {
    const at = pair.lastIndexOf("=");
    const role = ROLES.find((role) => role === pair.slice(at + 1).trim());
    if (at < 1 || !role) {
      throw new Error(`must hold pairs such as leads=${ROLES.join(" or leads=")}`);
    }
    return { value: pair.slice(0, at).trim(), role };
  });
/** Of phones, between commas. */
export const dialAddresses = (value: string) =>
  list(value).map((address) => {
    if (!/^(tel|sips?):[^\s<>"]{2,256}$/i.test(address)) {
      throw new Error("must hold addresses such as tel:+4930555010199 or sip:desk@example.com");
    }
    return address;
  });
