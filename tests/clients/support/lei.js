// Check digits of a Legal Entity Identifier (ISO 17442), by ISO/IEC 7064 MOD 97-10.

/** Completes the first 18 characters. */
export function leiFromPrefix(prefix) {
  const digits = [...`${prefix}00`].map((character) => parseInt(character, 36)).join("");
  const check = 98n - (BigInt(digits) % 97n);
  return `${prefix}${`${check}`.padStart(2, "0")}`;
}
