/** Shows the level of the microphone, so that a person sees that it works. */
export class LevelMeter {
  #bar;
  /** @type {AudioContext | undefined} */
  #context;
  /** @type {MediaStreamAudioSourceNode | undefined} */
  #source;
  /** @type {string | undefined} */
  #trackId;
  #frame = 0;

  /** @param {HTMLElement} bar  its custom property --level is set to 0 … 1 */
  constructor(bar) {
    this.#bar = bar;
  }

  /** @param {MediaStream} stream  without an audio track, the level is 0 */
  follow(stream) {
    const [track] = stream.getAudioTracks();
    if (track?.id === this.#trackId) return;
    this.stop();
    if (!track) return;
    this.#trackId = track.id;
    this.#context = new AudioContext();
    this.#source = this.#context.createMediaStreamSource(new MediaStream([track]));
    const analyser = this.#context.createAnalyser();
    analyser.fftSize = 512;
    this.#source.connect(analyser);
    this.#draw(analyser, new Float32Array(analyser.fftSize));
  }

  stop() {
    cancelAnimationFrame(this.#frame);
    this.#source?.disconnect();
    void this.#context?.close();
    this.#context = this.#source = this.#trackId = undefined;
    this.#bar.style.setProperty('--level', '0');
  }

  /**
   * @param {AnalyserNode} analyser
   * @param {Float32Array<ArrayBuffer>} samples
   */
  #draw(analyser, samples) {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    // Loudness is perceived in decibels: the bar goes from -60 dB (silence) to -10 dB (loud).
    const level = Math.min(1, Math.max(0, (10 * Math.log10(power + 1e-9) + 60) / 50));
    this.#bar.style.setProperty('--level', level.toFixed(2));
    this.#frame = requestAnimationFrame(() => this.#draw(analyser, samples));
  }
}
