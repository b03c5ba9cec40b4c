// What is there already when a screen is fetched: what start.tsx is made of. All that later.ts fetches imports it, for
// nothing but this: the bundler then puts it into one file, where it would cut it into as many pieces as there are ways of
// sharing it, and a browser fetches one file much sooner than forty.
import "./app.tsx";
import "./api.ts";
import "./live/announcer.ts";
import "./live/clock.ts";
import "./live/feed.ts";
import "./live/floor.ts";
import "./live/hand_teller.ts";
import "./live/history.ts";
import "./live/notices.ts";
import "./live/prefs.ts";
import "./live/session.ts";
import "./live/timers.ts";
import "./parts/phone_words.ts";
import "./sound/phone_card.ts";
import "./sound/sound_card.ts";
import "./texts/roles.ts";
