/**
 * @typedef {'camera' | 'microphone' | 'both'} Device
 *
 * @typedef {object} MediaProblem
 * @property {Device} device  `both` if one error was the reason for both devices
 * @property {string} name  'InsecureContext', or the name of the DOMException (W3C Media Capture and Streams, section 10.2):
 *   'NotAllowedError' (denied by the person, the browser or the system), 'NotFoundError' (no such device),
 *   'NotReadableError' and 'AbortError' (in use, or broken), 'OverconstrainedError' (no device matches the constraints)
 * @property {string} message  English text for developers. An application maps `name` to its own sentences for people
 */

/**
 * Opens the camera and the microphone, or the one of the two that can be opened. Never throws: a person without devices can
 * still join a call to watch and listen.
 *
 * @param {object} [constraints]
 * @param {boolean | MediaTrackConstraints} [constraints.audio]  default: true
 * @param {boolean | MediaTrackConstraints} [constraints.video]  default: true
 * @param {MediaDevices | undefined} [mediaDevices]  undefined outside of a secure context
 * @returns {Promise<{ stream: MediaStream | null, problems: MediaProblem[] }>} null if nothing was opened
 */
export async function openMedia({ audio = true, video = true } = {}, mediaDevices = navigator.mediaDevices) {
  const device = requestedDevice(audio, video);
  if (!device) return { stream: null, problems: [] };
  if (!mediaDevices) return { stream: null, problems: [insecureContext(device)] };
  try {
    return { stream: await mediaDevices.getUserMedia({ audio, video }), problems: [] };
  } catch (error) {
    const problem = problemOf(device, error);
    return device === 'both'
      ? openSeparately(audio, video, mediaDevices, problem)
      : { stream: null, problems: [problem] };
  }
}

/**
 * getUserMedia fails as a whole if one of the devices fails, so each one gets a request of its own. The first request asks
 * for both, because a browser then asks the person once.
 *
 * @param {boolean | MediaTrackConstraints} audio
 * @param {boolean | MediaTrackConstraints} video
 * @param {MediaDevices} mediaDevices
 * @param {MediaProblem} problem  of the request for both
 */
async function openSeparately(audio, video, mediaDevices, problem) {
  const microphone = await openMedia({ audio, video: false }, mediaDevices);
  const camera = await openMedia({ audio: false, video }, mediaDevices);
  const stream = microphone.stream ?? camera.stream;
  if (microphone.stream) camera.stream?.getTracks().forEach((track) => microphone.stream?.addTrack(track));
  const problems = [...microphone.problems, ...camera.problems];
  return { stream, problems: stream || haveDifferentNames(problems) ? problems : [problem] };
}

/** @param {MediaProblem[]} problems */
function haveDifferentNames(problems) {
  return new Set(problems.map(({ name }) => name)).size > 1;
}

/**
 * @param {boolean | MediaTrackConstraints} audio
 * @param {boolean | MediaTrackConstraints} video
 * @returns {Device | undefined}
 */
function requestedDevice(audio, video) {
  if (audio && video) return 'both';
  if (audio) return 'microphone';
  return video ? 'camera' : undefined;
}

/**
 * @param {Device} device
 * @returns {MediaProblem}
 */
function insecureContext(device) {
  const message = 'navigator.mediaDevices is missing: load the page over https://, or from localhost.';
  return { device, name: 'InsecureContext', message };
}

const NOUNS = { camera: 'camera', microphone: 'microphone', both: 'camera and microphone' };

/**
 * @param {Device} device
 * @param {unknown} error
 * @returns {MediaProblem}
 */
function problemOf(device, error) {
  const name = error instanceof Error ? error.name : String(error);
  const reason = error instanceof Error && error.message ? `${name}: ${error.message}` : name;
  return { device, name, message: `The ${NOUNS[device]} could not be opened (${reason}).` };
}
