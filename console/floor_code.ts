// What the floor has that other screens have too. They are fetched after it nearly always, so all that later.ts fetches
// imports this, for nothing but that the bundler puts it into one file: see shell_code.ts. One that does not, for
// instance because it needs little of it, costs the floor a file for each thing that both have.
import "./shell_code.ts";
import "./live/command_words.ts";
import "./live/first_run.ts";
import "./live/floor_view.ts";
import "./live/test_talk_words.ts";
import "./parts/away.tsx";
import "./parts/call_tags.tsx";
import "./parts/card_words.ts";
import "./parts/company.tsx";
import "./parts/end_note.tsx";
import "./parts/floor_counters.tsx";
import "./parts/hand/raised_hand.tsx";
import "./parts/pause_button.tsx";
import "./parts/phone.tsx";
import "./parts/server_banners.tsx";
import "./parts/state_chip.tsx";
import "./parts/step_in/second_press.ts";
import "./parts/step_in/words_form.tsx";
import "./parts/talks_with.tsx";
import "./parts/test_call_button.tsx";
import "./parts/why.tsx";
import "./ui/choice.tsx";
import "./ui/field.tsx";
import "./ui/time.tsx";
