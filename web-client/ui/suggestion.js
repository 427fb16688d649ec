const FIRST = `amber autumn bright brisk calm cedar clear clever cosy crisp distant early easy evening
  fair fern gentle golden green happy hazel hidden honest ivory jolly keen kind lively lucky maple mellow merry
  misty morning noble olive open patient pearl plain polite proud quick quiet rapid ready river rosy royal silent
  silver simple smooth snowy soft spring steady still summer sunny swift tidy velvet warm`;
const SECOND = `anchor apple arrow badger beacon birch bridge brook candle canyon castle cloud clover comet
  coral cottage crane dawn delta dolphin ember falcon feather field finch forest fountain garden glacier harbour
  heron hill island lagoon lantern lark lemon lily meadow meteor mill moon mountain orchard otter owl pebble pine
  planet pond prairie rabbit rainbow robin sail shore sparrow stream sunrise swan tulip valley willow window`;

/**
 * A room name that is easy to say on the telephone and that nobody else is likely to be given.
 *
 * @param {() => number} random from 0 (included) to 1 (excluded)
 */
export function suggestRoom(random = secureRandom) {
  const digits = 1000 + Math.floor(random() * 9000);
  return `${pick(FIRST, random)}-${pick(SECOND, random)}-${digits}`;
}

/**
 * @param {string} words
 * @param {() => number} random
 */
function pick(words, random) {
  const list = words.split(/\s+/);
  return list[Math.floor(random() * list.length)];
}

// A guessable name would let strangers walk in, so that Math.random is not good enough.
function secureRandom() {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number / 2 ** 32;
}
