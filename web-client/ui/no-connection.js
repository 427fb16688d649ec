/**
 * Stands for an `RTCPeerConnection` in a browser without WebRTC, and never connects: a room has the people to whom it has
 * connections, and they can chat.
 */
export class NoConnection extends EventTarget {
  connectionState = 'new';
  signalingState = 'stable';
  localDescription = null;
  remoteDescription = null;

  getTransceivers() {
    return [];
  }

  getConfiguration() {
    return {};
  }

  setConfiguration() {}

  async getStats() {
    return new Map();
  }

  restartIce() {}

  addTransceiver() {
    throw new DOMException('', 'NotSupportedError');
  }

  async setLocalDescription() {}

  async setRemoteDescription() {
    throw new DOMException('', 'NotSupportedError');
  }

  async addIceCandidate() {}

  close() {
    this.connectionState = 'closed';
    this.signalingState = 'closed';
  }
}
