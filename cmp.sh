W=~/.cache/signaling-bench; JV=/usr/lib/jvm/temurin-25-jdk-amd64/bin/java
cd /tmp/w/codec; CP=/tmp/w/bench/out:signaling-websocket/target/test-classes:signaling-websocket/target/classes:$(cat signaling-websocket/target/test-classpath)
F="-XX:+UseSerialGC -Xmx256m"
taskset -c 0 $W/crelay 18201 >/dev/null 2>&1 & A=$!
taskset -c 0 $JV $F -cp "$W/java/classes:$W/java/lib/*" UndertowRawRelay 18202 >/dev/null 2>&1 & B=$!
taskset -c 0 $JV $F -cp $CP dev.parley.websocket.Relay 18203 g >/dev/null 2>&1 & C=$!
sleep 5
for p in 18202 18203; do taskset -c 1 /tmp/w/wsload relay -d plain -p $p -n 200 -w 1 -s 1024 -t 12 >/dev/null 2>&1;  done
for w in "-n 200 -w 1 -s 1024" "-n 200 -w 1 -s 100" "-n 200 -w 1 -s 10240" "-n 50 -w 16 -s 1024"; do for r in 1 2; do for x in crelay:18201:$A raw:18202:$B ours:18203:$C; do IFS=: read n p id <<<$x
taskset -c 1 /tmp/w/wsload relay -d plain -p $p $w -t 4 -P $id 2>/dev/null | python3 -c "
import json,sys; d=json.loads(sys.stdin.readline()); s=d['srv']; print('$w $n', d['per_s'], 'cpu',s['cpu_us_per_op'],'user',s['user_us_per_op'],'ok',d['ok'],'lost',d['lost'])"
done; done; done
kill $A $B $C; wait
