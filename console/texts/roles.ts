// Every word of roles and of what they may do.
import { texted } from "./language.ts";

export const ROLES_TEXTS = texted("roles", {
  roles: {
    viewer: "Viewer",
    supervisor: "Supervisor",
    editor: "Editor",
    admin: "Admin",
  },
  about: {
    viewer: "Sees live and past calls with their words, agents and routes.",
    supervisor: "Also listens, steps in, answers raised hands, posts notices and exports calls.",
    editor: "Sees everything too, edits and publishes agents and routes, tries tools.",
    admin: "May do everything, and looks after people, settings and the audit.",
  },
  may: {
    view: "see calls, agents and routes",
    test: "place test calls",
    listen: "listen to calls and recordings",
    step_in: "step into calls, answer raised hands and post notices",
    export: "export calls",
    edit: "edit and publish agents and routes",
    manage: "manage people, tokens, webhooks and settings, read the audit and delete calls",
  },
  /** Who may: said where somebody may not. */
  who: {
    view: "Viewers, supervisors, editors and admins may.",
    test: "Supervisors, editors and admins may.",
    listen: "Supervisors and admins may.",
    step_in: "Supervisors and admins may.",
    export: "Supervisors and admins may.",
    edit: "Editors and admins may.",
    manage: "Admins may.",
  },
  none: "No role yet",
  and: " and ",
  mayNot: (what: string) => `You may not ${what}.`,
  yours: (roles: string) => `Your role: ${roles}.`,
  ask: "An admin can give you the role under Settings, People.",
  refused: "That was not done: it needs a role you do not have.",
  roleless: "You are known here, but nobody has given you a role yet.",
  readOnly: "You can read everything here and change nothing.",
  title: "Not for your role",
  tryAgain: "Try again",
  signOut: "Sign out",
});
