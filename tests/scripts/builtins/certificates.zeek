# What is in certificates. They were made by
#   subject() { openssl req -newkey $1 -pkeyopt $2 -nodes -outform $3 -keyout $4.key -out $4.$3 -subj "$5" "${@:6}"; }
#   subject ec ec_paramgen_curve:P-256 pem root "/C=NZ/O=Birds/CN=Root" -x509 -set_serial 0xC0FFEE -days 20000
#   subject ec ec_paramgen_curve:P-256 pem leaf "/C=NZ/CN=Whimbrel/CN=www.bird.example"
#   echo "subjectAltName=DNS:bird.example,DNS:*.birds.example" > names
#   openssl x509 -req -in leaf.pem -CA root.pem -CAkey root.key -set_serial 16 -days 20000 -extfile names -outform der
#   subject rsa rsa_keygen_bits:512 der rsa "/O=Knots, Inc." -x509 -set_serial 5 -days 20000   # without extensions
const root = hexstr_to_bytestring("3082019f30820145a003020102020400c0ffee300a06082a8648ce3d040302302c310b3009060355040613024e5a310e300c" +
	"060355040a0c054269726473310d300b06035504030c04526f6f743020170d3236313132363134323032395a180f32303831" +
	"303832393134323032395a302c310b3009060355040613024e5a310e300c060355040a0c054269726473310d300b06035504" +
	"030c04526f6f743059301306072a8648ce3d020106082a8648ce3d03010703420004b63f2d6872a63c34e290fa7a63a9ebc1" +
	"39762c720685a1fae3c08cb353f02723dad50cb52bd6e355e9ba6e2b6fc9d99b9a2379a6d7d9abf34cbccd5d994b3f72a353" +
	"3051301d0603551d0e04160414e93abb6baa4b67f2e77db948590adc83c4c0b72f301f0603551d23041830168014e93abb6b" +
	"aa4b67f2e77db948590adc83c4c0b72f300f0603551d130101ff040530030101ff300a06082a8648ce3d0403020348003045" +
	"0221009b0fe869701c3a52249f000a6d631aae4b234faa63ff9c979860c636dd46bb1102203655bd3186e4008880c6d1c54d" +
	"f15253283b01f6db0e680a3361f9272961bc0a");
const leaf = hexstr_to_bytestring("308201c43082016aa003020102020110300a06082a8648ce3d040302302c310b3009060355040613024e5a310e300c060355" +
	"040a0c054269726473310d300b06035504030c04526f6f743020170d3236313132363134323032395a180f32303831303832" +
	"393134323032395a303b310b3009060355040613024e5a3111300f06035504030c085768696d6272656c3119301706035504" +
	"030c107777772e626972642e6578616d706c653059301306072a8648ce3d020106082a8648ce3d0301070342000478a1d4f9" +
	"83c72841737f9464f86e4a7ceaf794e9ac31789e0b236be06d990cc32cfc1d1fb96af92175d55c4cd2b3ce9f57783d533aef" +
	"863fd7262014d16fae96a36c306a30280603551d110421301f820c626972642e6578616d706c65820f2a2e62697264732e65" +
	"78616d706c65301d0603551d0e041604145d8d8cea02a8201fc11329b45a48599d4b60e7c3301f0603551d23041830168014" +
	"e93abb6baa4b67f2e77db948590adc83c4c0b72f300a06082a8648ce3d040302034800304502210091f590d643bd677ef2af" +
	"e488b546bca8ae7b81f73f5ddeb4be1b4a119cd2389802203799e99bab974a4e0378e215ece6881d3437f3c92d7635c4d901" +
	"c265986308ae");
const rsa = hexstr_to_bytestring("308201173081c2020105300d06092a864886f70d01010b0500301631143012060355040a0c0b4b6e6f74732c20496e632e30" +
	"20170d3236313132363134323033305a180f32303831303832393134323033305a301631143012060355040a0c0b4b6e6f74" +
	"732c20496e632e305c300d06092a864886f70d0101010500034b003048024100b2c33af3590969c1d78b234c4984fee04486" +
	"4ad5623f6a2c352c4cbdd5d26f50b5d53f593db7756b17afb4df0978f71f1664642c86585523bed1be9c20793bf702030100" +
	"01300d06092a864886f70d01010b050003410014b9899b692739a57c4dac049e637cbf2dd4067c4717c6f4da19deb7501e20" +
	"cce2e672c00be8d12deb178bb7e8cf9b80a475e18be3ee8f5826918d83cd827c56");

function read(der: string): opaque of x509 { return x509_from_der(der); }
function hash(bytes: string): string { return bytestring_to_hexstr(bytes); }

event zeek_init() &priority=5
	{
	print x509_parse(read(root));
	print x509_parse(read(leaf));
	print x509_parse(read(rsa));
	print read(root), copy(read(root)), type_name(read(root));
	print x509_parse(copy(read(rsa)))$subject;
	print x509_parse(Broker::__opaque_clone_through_serialization(read(rsa)) as opaque of x509)$subject;
	print x509_get_certificate_string(read(leaf)) == leaf;
	local pem = x509_get_certificate_string(read(leaf), T);
	print starts_with(pem, "-----BEGIN CERTIFICATE-----\n"), ends_with(pem, "-----END CERTIFICATE-----\n");
	print decode_base64(gsub(pem, /-----[A-Z ]*-----|\n/, "")) == leaf;
	}

# Hashes, by their numbers in TLS: MD5, SHA-1, SHA-224, SHA-256, SHA-384, SHA-512.
event zeek_init() &priority=4
	{
	print x509_subject_name_hash(read(root), 4) == x509_issuer_name_hash(read(leaf), 4);
	print x509_subject_name_hash(read(leaf), 4) == x509_issuer_name_hash(read(leaf), 4);
	print hash(x509_issuer_name_hash(read(leaf), 2));
	print hash(x509_spki_hash(read(leaf), 4));
	local algorithm = 0;
	while ( ++algorithm <= 6 )
		print |x509_spki_hash(read(leaf), algorithm)|;
	}

event zeek_init() &priority=3
	{
	local hosts = vector("bird.example", "BIRD.example", "a.birds.example", "a.b.birds.example", "birds.example",
		"www.bird.example", "Whimbrel", "other.example", "");
	for ( i in hosts )
		print hosts[i], x509_check_cert_hostname(read(leaf), hosts[i]);
	print x509_check_cert_hostname(read(rsa), "Knots");
	}

# Wildcards stand for the end of the first of three labels or more.
event zeek_init() &priority=2
	{
	print x509_check_hostname("a.bird.example", "*.bird.example"), x509_check_hostname("web1.bird.example", "web*.bird.example");
	print x509_check_hostname("A.Bird.Example", "*.birD.eXample"), x509_check_hostname("bird.example", "bird.example");
	print x509_check_hostname("a.example", "*.example"), x509_check_hostname("a.b.bird.example", "*.bird.example"),
		x509_check_hostname("web1.bird.example", "w*1.bird.example"), x509_check_hostname("a.bird.example", "a.*.example"),
		x509_check_hostname("a.b.bird.example", "*.*.bird.example"), x509_check_hostname(".bird.example", "*.bird.example"),
		x509_check_hostname("1.2.3.4", "*.2.3.4"), x509_check_hostname("a.example", "a.example\x00.bird.example"),
		x509_check_hostname("", ""), x509_check_hostname("*", "*");
	}

# The times of a certificate: with an offset, in four digits for the year, in two; far away; none at all.
event zeek_init() &priority=1
	{
	local end = "\x18\x0f20810829142029Z";
	local begin = root[find_str(root, end) - 15:find_str(root, end)];
	for ( _, text in vector("\x17\x0f2611261415+0100", "\x18\x0f20261126141500Z", "\x18\x0f00010101000000Z",
	                        "\x18\x0f99991231235959Z", "\x18\x0f20261326141500Z", "\x18\x0fnot a time at a") )
		print fmt("%.0f", x509_parse(read(sub_bytes(root, 1, find_str(root, end)) + text +
			root[find_str(root, end) + 17:]))$not_valid_after);
	for ( _, text in vector("\x17\x0d691231235950Z", "\x17\x0d500101000000Z", "\x17\x0d490101000000Z", "\x17\x0d000000000000Z") )
		print fmt("%.0f", x509_parse(read(root[:find_str(root, begin)] + text + root[find_str(root, end):]))$not_valid_before);
	}

# Nothing comes from the network, so nothing is asked of this cache.
hook seen_before(f: fa_file, e: any, str: string) { print "not reached"; }
event zeek_init()
	{
	local cache: table[string] of X509::Certificate;
	print x509_set_certificate_cache(cache), x509_set_certificate_cache_hit_callback(seen_before);
	}
