// Who calls whom when nobody says so: numbers that are nobody's.

export const DEFAULT_CALLER = "+4930555010199";
export const DEFAULT_CALLED = "+4930555010100";
