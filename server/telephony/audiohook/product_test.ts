import { assertEquals } from "@std/assert";
import { isTranscription } from "./product.ts";

Deno.test("calls between people are told by the path that was dialled, and what is below it", () => {
  const addresses = [
    "/audiohook/transcribe",
    "/audiohook/transcribe/",
    "/audiohook/transcribe?translate=en-US",
    "/audiohook/transcribe/north?translate=en-US",
  ];
  for (const address of addresses) assertEquals(isTranscription(address), true, address);
});

Deno.test("every other path is one where a caller talks to us", () => {
  const addresses = [
    "/audiohook",
    "/audiohook/",
    "/audiohook/parcels",
    "/audiohook/transcribers",
    "/audiohook/transcribe-not",
    "/audiohook/parcels/transcribe",
    "/audiohook?x=/audiohook/transcribe",
    "/audiohook/Transcribe",
    "/transcribe",
    "",
  ];
  for (const address of addresses) assertEquals(isTranscription(address), false, address);
});
