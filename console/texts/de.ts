// All German tables, each under the name of its English one. Fetched before anything is drawn, and only where German is
// spoken. One line for each.
//
// Words that are the same everywhere: call Anruf · floor Leitstand · agent Agent · caller Anrufer · supervisor Aufsicht ·
// people Menschen · route Route · history Verlauf · connection Verbindung · wall Wandansicht · test call Testanruf ·
// stand-in Attrappe · listen mithören · whisper flüstern · say sagen lassen · take over übernehmen · hand back zurückgeben ·
// transfer weiterleiten · hand-over Übergabe · end beenden · cut in ins Wort fallen · on hold in der Warteschleife ·
// transcript Transkript · timeline Zeitleiste · recording Aufnahme · notice Aushang · draft Entwurf · publish
// veröffentlichen · prompt Prompt · greeting Begrüßung · farewell Abschied · voice Stimme · turn taking Sprecherwechsel ·
// tool Werkzeug · setting Einstellung · settings Einstellungen · role Rolle · redaction Schwärzung · retention Aufbewahrung ·
// audit Protokoll · alert Meldung · sign in anmelden · refused abgelehnt · trouble Störung.
import { agent } from "./de/agent.ts";
import { agent_rules } from "./de/agent_rules.ts";
import { agent_settings } from "./de/agent_settings.ts";
import { agent_sound } from "./de/agent_sound.ts";
import { agent_tools } from "./de/agent_tools.ts";
import { agent_turns } from "./de/agent_turns.ts";
import { agent_words } from "./de/agent_words.ts";
import { agents } from "./de/agents.ts";
import { alerts } from "./de/alerts.ts";
import { asked_words } from "./de/asked_words.ts";
import { attention } from "./de/attention.ts";
import { board } from "./de/board.ts";
import { call_page } from "./de/call_page.ts";
import { call_state } from "./de/call_state.ts";
import { call_words } from "./de/call_words.ts";
import { checks } from "./de/checks.ts";
import { command_words } from "./de/command_words.ts";
import { connection } from "./de/connection.ts";
import { diff } from "./de/diff.ts";
import { end_reasons } from "./de/end_reasons.ts";
import { event_words } from "./de/event_words.ts";
import { facts } from "./de/facts.ts";
import { first_run } from "./de/first_run.ts";
import { fleet } from "./de/fleet.ts";
import { fleet_news } from "./de/fleet_news.ts";
import { floor } from "./de/floor.ts";
import { gap_words } from "./de/gap_words.ts";
import { gaps } from "./de/gaps.ts";
import { hand } from "./de/hand.ts";
import { hand_words } from "./de/hand_words.ts";
import { health } from "./de/health.ts";
import { help } from "./de/help.ts";
import { history } from "./de/history.ts";
import { instances } from "./de/instances.ts";
import { keys } from "./de/keys.ts";
import { moments } from "./de/moments.ts";
import { notice_words } from "./de/notice_words.ts";
import { palette } from "./de/palette.ts";
import { phone_systems } from "./de/phone_systems.ts";
import { shell } from "./de/shell.ts";
import { voice } from "./de/voice.ts";
import { places } from "./de/places.ts";
import { recording } from "./de/recording.ts";
import { refusals } from "./de/refusals.ts";
import { roles } from "./de/roles.ts";
import { route_words } from "./de/route_words.ts";
import { routes } from "./de/routes.ts";
import { settings } from "./de/settings.ts";
import { settings_audit } from "./de/settings_audit.ts";
import { settings_people } from "./de/settings_people.ts";
import { settings_webhooks } from "./de/settings_webhooks.ts";
import { sign_in } from "./de/sign_in.ts";
import { sound } from "./de/sound.ts";
import { spend_words } from "./de/spend_words.ts";
import { step_in } from "./de/step_in.ts";
import { talk } from "./de/talk.ts";
import { time_words } from "./de/time_words.ts";
import { timeline } from "./de/timeline.ts";
import { transcript } from "./de/transcript.ts";
import { ui } from "./de/ui.ts";
import { wall } from "./de/wall.ts";
import { me } from "./de/me.ts";

export const GERMAN = {
  agent,
  agent_rules,
  agent_settings,
  agent_sound,
  agent_tools,
  agent_turns,
  agent_words,
  agents,
  alerts,
  asked_words,
  attention,
  board,
  call_page,
  call_state,
  call_words,
  checks,
  command_words,
  connection,
  diff,
  end_reasons,
  event_words,
  facts,
  first_run,
  fleet,
  fleet_news,
  floor,
  gap_words,
  gaps,
  hand,
  hand_words,
  health,
  history,
  instances,
  keys,
  moments,
  notice_words,
  palette,
  phone_systems,
  help,
  shell,
  voice,
  places,
  recording,
  refusals,
  roles,
  route_words,
  routes,
  settings,
  settings_audit,
  settings_people,
  settings_webhooks,
  sign_in,
  sound,
  spend_words,
  step_in,
  talk,
  time_words,
  timeline,
  transcript,
  ui,
  wall,
  me,
};
