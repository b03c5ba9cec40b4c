// The test call of one agent's page: made with the page, over with it.
import { useEffect, useMemo } from "preact/hooks";
import type { Draft } from "../../live/draft.ts";
import { createTestTalk, type TestTalk } from "../../live/test_talk.ts";
import { unsavedWords } from "../../live/test_talk_words.ts";
import { useStores } from "../../stores.ts";

export function useTalk(draft: Draft): { talk: TestTalk; saveDraft: () => Promise<string> } {
  const { api, testLine, timers, announcer } = useStores();
  const made = useMemo(() => {
    const saveDraft = async () => {
      await draft.flush();
      return unsavedWords(draft.save.peek());
    };
    const talk = createTestTalk({
      openSocket: testLine.openSocket,
      card: testLine.card(),
      timers,
      saveDraft,
      revision: () => draft.agent.peek().revision,
      whyNot: api.whyNoTestCall,
      say: announcer.say,
    });
    return { talk, saveDraft };
  }, []);
  useEffect(() => made.talk.stop, []);
  return made;
}
