const FIRST = `amber autumn bright brisk calm cedar clear clever cosy crisp distant early easy evening
  fair fern gentle golden green happy hazel hidden honest ivory jolly keen kind lively lucky maple mellow merry
  misty morning noble olive open patient pearl plain polite proud quick quiet rapid ready river rosy royal silent
  silver simple smooth snowy soft spring steady still summer sunny swift tidy velvet warm`.split(/\s+/);
const SECOND = `anchor apple arrow badger beacon birch bridge brook candle canyon castle cloud clover comet
  coral cottage crane dawn delta dolphin ember falcon feather field finch forest fountain garden glacier harbour
  heron hill island lagoon lantern lark lemon lily meadow meteor mill moon mountain orchard otter owl pebble pine
  planet pond prairie rabbit rainbow robin sail shore sparrow stream sunrise swan tulip valley willow window`.split(
  /\s+/,
);

// Without characters that are easily confused: i, l, o, 0, 1.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/**
 * A room name that can be read out and cannot be guessed. It has 61 random bits, because anyone who knows the name can
 * join. The words make it recognizable; most of the bits are in the letters.
 *
 * @param {() => number} random  from 0 (inclusive) to 1 (exclusive)
 */
export function suggestRoom(random = secureRandom) {
  const letters = () => Array.from({ length: 5 }, () => pick([...LETTERS], random)).join('');
  return [pick(FIRST, random), pick(SECOND, random), letters(), letters()].join('-');
}

/**
 * @param {string[]} list
 * @param {() => number} random
 */
function pick(list, random) {
  return list[Math.floor(random() * list.length)];
}

// The output of Math.random can be predicted from a few of its values.
function secureRandom() {
  const [number = 0] = crypto.getRandomValues(new Uint32Array(1));
  return number / 2 ** 32;
}
