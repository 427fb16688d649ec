cd /tmp/w/codec; CP=/tmp/w/bench/out:signaling-websocket/target/test-classes:signaling-websocket/target/classes:$(cat signaling-websocket/target/test-classpath)
for g in "" g; do
taskset -c 0 /usr/lib/jvm/temurin-25-jdk-amd64/bin/java -XX:+UseSerialGC -XX:+UseCompactObjectHeaders -Xmx256m -cp $CP dev.parley.websocket.Relay 18181 $g >/dev/null 2>&1 & P=$!
sleep 4
for w in "-n 200 -w 1" "-n 50 -w 16"; do
taskset -c 1 /tmp/w/wsload relay -d plain -p 18181 $w -s 1024 -t 4 -P $P >/dev/null 2>&1
taskset -c 1 /tmp/w/wsload relay -d plain -p 18181 $w -s 1024 -t 5 -P $P 2>&1 | head -2 | cut -c1-700; done
kill $P; wait $P 2>/dev/null
done
