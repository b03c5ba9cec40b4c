// The version that the console, the API and the log show.
export const VERSION = "0.1.0";
