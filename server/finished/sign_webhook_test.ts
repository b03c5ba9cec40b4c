import { assert, assertEquals } from "@std/assert";
import { readWebhookSecret, signWebhook } from "./sign_webhook.ts";

const SETTING = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

Deno.test("what is posted is signed as the published example of the scheme is", () => {
  const secret = readWebhookSecret(SETTING);
  assert(secret);
  const id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
  const body = '{"test": 2432232314}';
  assertEquals(signWebhook({ id, atMs: 1_614_265_330_999, body, secret }), {
    "webhook-id": id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
});

Deno.test("id, time, body and secret each change the signature; text is signed as UTF-8", () => {
  const message = { id: "a", atMs: 1000, body: "Grüße", secret: new Uint8Array(24) };
  const changes = [
    {},
    { id: "b" },
    { atMs: 2000 },
    { body: "Gr\u00fc\u00dfe " },
    { secret: new Uint8Array(24).fill(1) },
  ];
  const signatures = changes.map((change) =>
    signWebhook({ ...message, ...change })["webhook-signature"]
  );
  assertEquals(new Set(signatures).size, changes.length);
});

Deno.test("a secret is base64 of at least sixteen bytes, with or without its prefix", () => {
  assertEquals(readWebhookSecret(SETTING)?.length, 24);
  assertEquals(readWebhookSecret(SETTING), readWebhookSecret(` ${SETTING.slice(6)}\n`));
  assertEquals(readWebhookSecret(new Uint8Array(16).toBase64())?.length, 16);
  const useless = ["", "whsec_", "not base64!", new Uint8Array(15).toBase64(), "whsec_whsec_aaaa"];
  for (const setting of useless) assertEquals(readWebhookSecret(setting), null, setting);
});
