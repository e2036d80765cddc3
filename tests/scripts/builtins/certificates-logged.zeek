# Promises of a log to take in a certificate, made by
#   ec() { openssl ecparam -name prime256v1 -genkey -noout -out $1.key; }
#   ec log; ec root; ec leaf
#   openssl pkey -in log.key -pubout -outform der -out log.der
#   openssl req -x509 -key root.key -subj /CN=Root -days 20000 -out root.pem
#   openssl req -new -key leaf.key -subj /CN=bird.example -out leaf.req
#   list=$(python3 -c 'print("04:7a:00:78:00:76:00"+":11"*117)')
#   echo "basicConstraints=CA:FALSE" > without
#   (echo "1.3.6.1.4.1.11129.2.4.2=DER:$list"; cat without) > with
#   for name in without with; do
#     openssl x509 -req -in leaf.req -CA root.pem -CAkey root.key -set_serial 16 -days 20000 -extfile $name -outform der -out $name.der
#   done
#   openssl asn1parse -inform der -in without.der -strparse 4 -noout -out tbs
#   openssl pkey -in root.key -pubout -outform der | openssl dgst -sha256 -binary > issuer
#   size() { printf %06x $(stat -c %s $1); }
#   time=0000019000000000  # 1717986918400
#   (printf "0000${time}0000$(size with.der)" | xxd -r -p; cat with.der; printf '\0\0') | openssl dgst -sha256 -sign log.key -out outside
#   (printf "0000${time}0001" | xxd -r -p; cat issuer; printf $(size tbs) | xxd -r -p; cat tbs; printf '\0\0') | openssl dgst -sha256 -sign log.key -out inside
#   (printf "0000${time}0000$(size with.der)" | xxd -r -p; cat with.der; printf '\0\0') | openssl dgst -sha384 -sign log.key -out outside384
const der = hexstr_to_bytestring("308201f330820199a003020102020110300a06082a8648ce3d040302300f310d300b06035504030c04526f6f743020170d32" +
	"36313132363136343833325a180f32303831303832393136343833325a30173115301306035504030c0c626972642e657861" +
	"6d706c653059301306072a8648ce3d020106082a8648ce3d030107034200045ae03d996fceebf970234b7bced37c374c8fe2" +
	"1ba79d91ad2026a93d5d8c15efcfde022dcd7f2884fbe22f27ec94c35ad9294c89cc737675add2a0c4b0103e26a381db3081" +
	"d830818a060a2b06010401d679020402047c047a007800760011111111111111111111111111111111111111111111111111" +
	"1111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111111" +
	"11111111111111111111111111111111111111111111111111111111111111111111111111111111111130090603551d1304" +
	"023000301d0603551d0e041604145f74b034341de04f0391217b5fbc53b7d1c12756301f0603551d2304183016801428b8a0" +
	"282954cc463869abed5d7fbbaa99e6872c300a06082a8648ce3d0403020348003045022100a2ea2d6417d87b31db240a5545" +
	"25f9eb64280c28b4dcf0dbb73e3fce4947d60402202dd39bfb7a2b741c23aa4f555a31675ea5ebc3e0d0cb7e07102cfda8d8" +
	"65f8f9");
const key = hexstr_to_bytestring("3059301306072a8648ce3d020106082a8648ce3d030107034200043e79435a046d444ecda547613246d9b888a526ba320d9d" +
	"870b37306581dde4d03e6f4ea420a4cc730e436e29d5b82656a985c13b87f63deef830d3404dff5ac4");
const outside = hexstr_to_bytestring("3046022100dfd33ce79e8d49cbe0da5a3bedcda2e41489fbb0a4eae3471df08fd64bb27bfd0221008ecdeab895ee2b4035c0" +
	"da6adae0b75d3738568119efeef54957a70e9e6ae2c9");
const outside_384 = hexstr_to_bytestring("3044022075bbdae1d8670aba7695d135d7ecfb13ecd32dc913cece7e0ffb3cd3ece21f3f02202366f33d770cbad997539f07" +
	"cd790e88fe7b0f7a8b7ca2a05833822a32fa3c76");
const inside = hexstr_to_bytestring("304402205c4df9f46de7da795159f8291ad432c6959ddb08f41f18abbd974268dfcfb1cc022077e8435e0b01565c9e574885" +
	"1c68771a702c19eb14c8ab7d9fe9614fbf650d7a");
const issuer = hexstr_to_bytestring("cdfba8610f123c98931563b41bcaf6c93153fa37493220b3e6df269117e02ff3");
const then: count = 1717986918400;

function promised(signature: string, at: count, algorithm: count, issuer_key_hash: string): bool
	{
	return sct_verify(x509_from_der(der), "", key, signature, at, algorithm, issuer_key_hash);
	}

event zeek_init()
	{
	# Beside the certificate, and inside of it. 4 is SHA-256, 5 is SHA-384.
	print sct_verify(x509_from_der(der), sha256_hash(key), key, outside, then, 4);
	print promised(outside, then, 4, ""), promised(outside_384, then, 5, ""), promised(inside, then, 4, issuer);
	# One for the other, another time, another algorithm, another issuer, another log, or spoilt.
	print promised(inside, then, 4, ""), promised(outside, then, 4, issuer);
	print promised(outside, then + 1, 4, ""), promised(inside, 0, 4, issuer);
	print promised(outside, then, 5, ""), promised(outside_384, then, 4, "");
	print promised(inside, then, 4, sha256_hash("another"));
	print promised(inside, then, 4, hexstr_to_bytestring(sha256_hash("another")));
	print promised(outside[:-1] + "\xff", then, 4, ""), promised("", then, 4, ""), promised("\x30", then, 4, "");
	print sct_verify(x509_from_der(der[:-1] + "\xff"), "", key, outside, then, 4);
	}

event zeek_init() &priority=-1
	{
	# What cannot be asked.
	print promised(outside, then, 0, ""), promised(outside, then, 7, ""), promised(outside, then, 18446744073709551615, "");
	print promised(inside, then, 4, issuer[:-1]);
	print sct_verify(x509_from_der(der), "", "", outside, then, 4);
	print sct_verify(x509_from_der(der), "", key[:-1], outside, then, 4);
	}
