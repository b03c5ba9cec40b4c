// Bounds of people and of API tokens. Plain values: the console imports them.

export const PERSON_LIMITS = {
  nameChars: 80,
  signInNameChars: 120,
  passwordChars: { least: 12, most: 200 },
  people: 2000,
} as const;

export const TOKEN_LIMITS = { nameChars: 80, tokens: 200, longestDays: 3660 } as const;
