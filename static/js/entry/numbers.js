// Exact arithmetic on what is typed, rounded as the server rounds: a number is {digits, scale} = digits ÷ 10^scale.

const THIN_SPACE = "\u202f";
const SMALL_COUNT = 30n; // below this a change is told as a difference, as the server does
const NOT_APPLICABLE = new Set(["-", "—", "--", "——", "–", "n/a", "na", "不适用"]);

// Full-width signs count as their plain ones; other compatibility forms do not, or 12① would be 121.
export function plain(text) {
  return text
    .replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0))
    .replace(/\u3000/g, " ")
    .replace(/\u2212/g, "-")
    .replace(/[\s\u200b\u200e\u200f\ufeff]+/g, " ")
    .trim();
}

export function isNotApplicable(text) {
  return NOT_APPLICABLE.has(plain(text).toLowerCase());
}

// The number in a cell, or null where there is none: blank, not applicable, or not to be read.
export function read(text, unit) {
  let rest = plain(text);
  if (rest !== "" && "%‰".includes(rest[rest.length - 1])) {
    if (unit !== rest[rest.length - 1]) return null;
    rest = rest.slice(0, -1).trimEnd();
  }
  if (/^[+-]?\d{1,3}([, ]\d{3})+(\.\d+)?$/.test(rest)) rest = rest.replace(/[, ]/g, "");
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)$/.test(rest)) return null;
  const isNegative = rest.startsWith("-");
  const [whole, part = ""] = rest.replace(/^[+-]/, "").split(".");
  const digits = BigInt(whole + part);
  return { digits: isNegative ? -digits : digits, scale: part.length };
}

const ten = (power) => 10n ** BigInt(power);
const size = (digits) => (digits < 0n ? -digits : digits);

// digits ÷ divisor, halves away from zero; divisor is positive.
function halfUp(digits, divisor) {
  const rounded = (size(digits) * 2n + divisor) / (divisor * 2n);
  return digits < 0n ? -rounded : rounded;
}

// above ÷ below × multiplier with so many decimals, as {digits, scale}; null when a part is missing or below is 0.
export function derive(above, below, multiplier, decimals) {
  if (above === null || below === null || below.digits === 0n) return null;
  let top = above.digits * BigInt(multiplier) * ten(decimals + below.scale);
  let bottom = below.digits * ten(above.scale);
  if (bottom < 0n) [top, bottom] = [-top, -bottom];
  return { digits: halfUp(top, bottom), scale: decimals };
}

export function round(number, decimals) {
  if (number.scale <= decimals) return { digits: number.digits * ten(decimals - number.scale), scale: decimals };
  return { digits: halfUp(number.digits, ten(number.scale - decimals)), scale: decimals };
}

// The number with so many decimals, thousands set apart, a real minus sign.
export function grouped(number, decimals) {
  const rounded = round(number, decimals);
  const digits = size(rounded.digits).toString().padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals).replace(/\B(?=(\d{3})+$)/g, THIN_SPACE);
  return (rounded.digits < 0n ? "−" : "") + whole + (decimals ? "." + digits.slice(-decimals) : "");
}

// The change against the year before: in percent, or as a difference where figures are small; "" if unknown.
export function change(before, now, decimals) {
  if (before === null || now === null) return "";
  const scale = Math.max(before.scale, now.scale);
  const [old, fresh] = [before, now].map((number) => number.digits * ten(scale - number.scale));
  if (old === fresh) return "0";
  const sign = fresh > old ? "+" : "−";
  if (decimals === 0 && size(old) >= SMALL_COUNT * ten(scale)) {
    const tenths = halfUp(size(fresh - old) * 1000n, size(old));
    return `${sign}${tenths / 10n}.${tenths % 10n}%`;
  }
  return sign + grouped({ digits: size(fresh - old), scale }, decimals);
}
