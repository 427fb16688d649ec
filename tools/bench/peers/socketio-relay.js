// The signaling server that most tutorials on WebRTC write with Socket.IO.
// node socketio-relay.js PORT
import { createServer } from 'node:http';
import { Server } from 'socket.io';

const http = createServer();
const io = new Server(http, { transports: ['websocket'] });

io.on('connection', (socket) => {
  socket.on('join', (room, joined) => {
    socket.join(room);
    socket.to(room).emit('peer-joined', socket.id);
    joined();
  });
  socket.on('signal', (signal) => socket.to(signal.room).emit('signal', signal));
});
http.listen(Number(process.argv[2]), '127.0.0.1');
