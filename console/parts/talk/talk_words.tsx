// What is said in a test call, as its page would show it: partial words, what was heard, where the caller cut in.
import { computed } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { createLiveCall } from "../../live/call.ts";
import { transcriptRows } from "../../live/transcript_rows.ts";
import { useStores } from "../../stores.ts";
import { TALK_TEXTS as TEXTS } from "../../texts/talk.ts";
import { OutIcon } from "../../ui/icons.tsx";
import { Transcript } from "../transcript.tsx";

/** The line may know of a call a moment before its first event is in the store. */
export function TalkWords({ callId }: { callId: string }) {
  const { floor } = useStores();
  const onFloor = useMemo(() => computed(() => floor.calls.value.has(callId)), []);
  const known = useRef(false);
  known.current ||= onFloor.value;
  return (
    <div class="talk-words">
      {known.current ? <Words callId={callId} /> : <div class="transcript" />}
      <a class="talk-page" href={`/calls/${encodeURIComponent(callId)}`}>
        <OutIcon />
        {TEXTS.openCall}
      </a>
    </div>
  );
}

function Words({ callId }: { callId: string }) {
  const { api, feed, floor, timers } = useStores();
  const live = useMemo(
    () => createLiveCall({ callId, api, feed, timers, generation: floor.generation }),
    [],
  );
  useEffect(() => live.stop, []);
  const { call, transcript, events } = live.view.value;
  const rows = useMemo(() => transcriptRows(transcript.lines, events), [transcript, events]);
  if (!call) return <div class="transcript" />;
  return <Transcript call={call} rows={rows} followAsked={0} />;
}
