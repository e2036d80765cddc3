# Chains of certificates, and what their issuers say about them. They were made by
#   subject() { openssl req -newkey $1 -pkeyopt $2 -nodes -outform $3 -keyout $4.key -out $4.$3 -subj "$5" "${@:6}"; }
#   subject ec ec_paramgen_curve:P-256 pem root "/C=NZ/O=Birds/CN=Root" -x509 -set_serial 0xC0FFEE -days 20000
#   subject ec ec_paramgen_curve:P-256 pem leaf "/C=NZ/CN=Whimbrel/CN=www.bird.example"
#   echo "subjectAltName=DNS:bird.example,DNS:*.birds.example" > names
#   openssl x509 -req -in leaf.pem -CA root.pem -CAkey root.key -set_serial 16 -days 20000 -extfile names -outform der
#   openssl ocsp -issuer root.pem -cert leaf.pem -reqout request -no_nonce
#   printf 'V\t810101000000Z\t\t10\tunknown\t/CN=leaf\n' > index
#   openssl ocsp -index index -rsigner root.pem -rkey root.key -CA root.pem -reqin request -respout reply.der \
#     -resp_no_certs -resp_key_id -ndays 20000
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
const reply = hexstr_to_bytestring("308201020a0100a081fc3081f906092b06010505073001010481eb3081e830818fa2160414e93abb6baa4b67f2e77db94859" +
	"0adc83c4c0b72f180f32303236313132363134323033305a30643062303a300906052b0e03021a050004146409dd15d24306" +
	"0f7a9bcf41054d7402d3e3c1f30414e93abb6baa4b67f2e77db948590adc83c4c0b72f0201108000180f3230323631313236" +
	"3134323033305aa011180f32303831303832393134323033305a300a06082a8648ce3d040302034800304502202875338f74" +
	"16dfebd1b97a146cec3d9b8b26805390f6cd07aad4ff7f8c4b42b702210092041910bf4dcb2755855cf400d4d9fce348f5e4" +
	"9eb5d82551570cee4f865fc6");

const middle_of_2027 = double_to_time(1813000000.0);
const trusted = table(["root"] = root);

function read(der: string): opaque of x509 { return x509_from_der(der); }
function show(result: X509::Result)
	{
	print result$result, result$result_string, result?$chain_certs ? |result$chain_certs| : 0;
	}

event zeek_init() &priority=2
	{
	show(x509_verify(vector(read(leaf)), trusted, middle_of_2027));
	show(x509_verify(vector(read(leaf), read(root)), trusted, middle_of_2027));
	show(x509_verify(vector(read(leaf)), trusted, double_to_time(1.0)));
	show(x509_verify(vector(read(leaf)), trusted, double_to_time(1e300)));
	show(x509_verify(vector(read(leaf)), trusted, double_to_time(-1e300)));
	show(x509_verify(vector(read(leaf)), table(), middle_of_2027));
	show(x509_verify(vector(read(root)), table(), middle_of_2027));
	local chain = x509_verify(vector(read(leaf)), trusted, middle_of_2027)$chain_certs;
	print x509_parse(chain[0])$cn, x509_parse(chain[1])$cn;
	# One bit of the signature is wrong.
	show(x509_verify(vector(read(leaf[:-1] + (leaf[-1] == "\x00" ? "\x01" : "\x00"))), trusted, middle_of_2027));
	}

event zeek_init() &priority=1
	{
	show(x509_ocsp_verify(vector(read(leaf)), reply, trusted, middle_of_2027));
	show(x509_ocsp_verify(vector(read(leaf), read(root)), reply, trusted, middle_of_2027));
	show(x509_ocsp_verify(vector(read(leaf)), reply, trusted, double_to_time(1e11)));
	show(x509_ocsp_verify(vector(read(leaf)), reply, table(), middle_of_2027));
	show(x509_ocsp_verify(vector(read(root)), reply, trusted, middle_of_2027));
	show(x509_ocsp_verify(vector(read(leaf)), reply[:-1] + "\x00", trusted, middle_of_2027));
	show(x509_ocsp_verify(vector(read(leaf)), "", trusted, middle_of_2027));
	show(x509_ocsp_verify(vector(read(leaf)), "\x30\x03\x0a\x01\x03", trusted, middle_of_2027));
	}
