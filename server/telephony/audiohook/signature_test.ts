import { assertEquals } from "@std/assert";
import fc from "fast-check";
import { createKeyRing } from "./keys.ts";
import { readSignature } from "./signature.ts";
import {
  API_KEY,
  COMPONENTS,
  headersOf,
  macOf,
  parametersAt,
  SECRET,
  signatureInputOf,
  type SignedUpgrade,
  signedUpgrade,
} from "./testing/signed_upgrade.ts";

const CREATED_S = 1_750_000_000;
const key = createKeyRing([{ key: API_KEY, secrets: [SECRET], organizations: [] }]).find(API_KEY);

interface Received {
  upgrade: SignedUpgrade;
  headers?: Record<string, string>;
  ageS?: number;
}

async function verdict({ upgrade, headers, ageS = 0 }: Received): Promise<string> {
  const all = new Headers({ ...headersOf(upgrade), ...headers });
  const { target, authority } = upgrade;
  const reading = readSignature({ target, authority, headers: all }, (CREATED_S + ageS) * 1000);
  if (!reading.ok) return reading.fault;
  return await key.verifies(reading.base, reading.mac) ? "verified" : "auth_sig";
}

function withInput(from: string | RegExp, to: string): Promise<string> {
  const upgrade = signedUpgrade();
  const input = signatureInputOf(upgrade).replace(from, to);
  return verdict({ upgrade, headers: { "signature-input": input } });
}

Deno.test("A-03 no changed character of anything that is signed is accepted", async () => {
  const signed = headersOf(signedUpgrade());
  const target = signedUpgrade().target;
  const places = [...Object.keys(signed), "target", "authority"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...places),
      fc.nat(),
      fc.integer({ min: 0x21, max: 0x7e }),
      async (place, at, code) => {
        const upgrade = signedUpgrade();
        const values: Record<string, string> = {
          ...headersOf(upgrade),
          target,
          authority: upgrade.authority,
        };
        const text = values[place]!;
        const i = at % text.length;
        const changed = text.slice(0, i) + String.fromCharCode(code) + text.slice(i + 1);
        // The last character before the padding of base64 carries bits that mean nothing.
        if (changed === text || (place === "signature" && sameMac(changed, text))) return;
        const { target: t, authority: a, ...headers } = { ...values, [place]: changed };
        const parts = { target: t!, authority: a!, headers: new Headers(headers) };
        const reading = readSignature(parts, CREATED_S * 1000);
        if (reading.ok) assertEquals(await key.verifies(reading.base, reading.mac), false);
      },
    ),
    { numRuns: 3_000 },
  );
});

function sameMac(a: string, b: string): boolean {
  try {
    const [x, y] = [a, b].map((text) => Uint8Array.fromBase64(text.slice(6, -1)).toHex());
    return x === y && a.startsWith("sig1=:") && a.endsWith(":");
  } catch {
    return false;
  }
}

Deno.test("A-04 what is no signature at all is refused without an exception", async () => {
  const upgrade = signedUpgrade();
  for (
    const signature of ["", "sig1", "sig1=", "sig1=:!:", "sig1=:A:", "sig1=1", "\u00ff", ":::"]
  ) {
    const answer = await verdict({ upgrade, headers: { signature } });
    assertEquals(answer === "auth_sig" || answer === "auth_shape", true, signature);
  }
  fc.assert(fc.property(fc.string(), fc.string(), (input, signature) => {
    const headers = new Headers({ "x-api-key": API_KEY });
    try {
      headers.set("signature-input", input);
      headers.set("signature", signature);
    } catch {
      return; // no header can hold it
    }
    const reading = readSignature({ target: "/", authority: "a", headers }, 0);
    assertEquals(reading.ok, false);
  }));
});

Deno.test("A-05 A-06 a clock that is wrong by more than the tolerance is refused, with its skew", async () => {
  for (let ageS = -60; ageS <= 60; ageS++) {
    const expected = ageS < -5 ? "auth_future" : ageS > 15 ? "auth_age" : "verified";
    assertEquals(await verdict({ upgrade: signedUpgrade(), ageS }), expected, `${ageS} s`);
  }
  const headers = new Headers(headersOf(signedUpgrade()));
  const reading = readSignature({ target: "/", authority: "", headers }, (CREATED_S + 43) * 1000);
  assertEquals(reading, { ok: false, fault: "auth_age", detail: "created 43 s ago" });
});

Deno.test("A-05 a signature may die earlier than ten seconds, never later", async () => {
  const early = parametersAt(CREATED_S).replace(/expires=\d+/, `expires=${CREATED_S + 2}`);
  assertEquals(
    await verdict({ upgrade: signedUpgrade({ parameters: early }), ageS: 8 }),
    "auth_age",
  );
  const late = parametersAt(CREATED_S).replace(/expires=\d+/, `expires=${CREATED_S + 900}`);
  assertEquals(
    await verdict({ upgrade: signedUpgrade({ parameters: late }), ageS: 16 }),
    "auth_age",
  );
  const none = parametersAt(CREATED_S).replace(/;expires=\d+/, "");
  assertEquals(
    await verdict({ upgrade: signedUpgrade({ parameters: none }), ageS: 9 }),
    "verified",
  );
});

Deno.test("A-09 of all subsets of the components only the whole is accepted", async () => {
  for (let subset = 0; subset < 64; subset++) {
    const components = COMPONENTS.filter((_, i) => subset & (1 << i));
    const expected = subset === 63 ? "verified" : "auth_cover";
    assertEquals(await verdict({ upgrade: signedUpgrade({ components }) }), expected);
  }
});

Deno.test("A-09 a component twice, an unknown derived one and an absent header are refused", async () => {
  for (const extra of ["x-api-key", "@method", "@signature-params", "signature", "absent", "a b"]) {
    const upgrade = signedUpgrade({ components: [...COMPONENTS, extra] });
    assertEquals(await verdict({ upgrade }), "auth_cover", extra);
  }
  assertEquals(await withInput('"x-api-key"', '"x-api-key";sf'), "auth_shape");
});

Deno.test("A-10 two labels, a label or parameter twice, a header twice are refused", async () => {
  const upgrade = signedUpgrade();
  const input = signatureInputOf(upgrade);
  const mac = `sig1=:${macOf(upgrade)}:`;
  const twice: Record<string, string>[] = [
    { "signature-input": `${input}, ${input}` },
    { "signature-input": `${input}, ${input.replace("sig1", "sig2")}` },
    { "signature-input": input.replace(";created", ";created=1;created") },
    { "signature": `${mac}, ${mac}` },
    { "signature": `${mac}, sig2=:AAAA:` },
    { "signature": mac.replace("sig1", "sig2") },
    { "signature": "sig1=12" },
  ];
  for (const headers of twice) {
    assertEquals(await verdict({ upgrade, headers }), "auth_shape", JSON.stringify(headers));
  }
});

Deno.test("a short nonce, another keyid and another algorithm are refused", async () => {
  assertEquals(await withInput(/nonce="[^"]*"/, `nonce="${"n".repeat(21)}"`), "auth_shape");
  assertEquals(await withInput(/;nonce="[^"]*"/, ""), "auth_shape");
  assertEquals(await withInput(`keyid="${API_KEY}"`, 'keyid="other"'), "auth_shape");
  assertEquals(await withInput("hmac-sha256", "hmac-sha512"), "auth_shape");
  assertEquals(await withInput(/created=\d+/, "created=17.5"), "auth_age");
});
