# env: ZEEK_ALLOW_INIT_ERRORS=1
# What is no certificate is reported.
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

event zeek_init() &priority=9 { print x509_parse(x509_from_der("")); }
event zeek_init() &priority=8 { print x509_parse(x509_from_der("no certificate")); }
event zeek_init() &priority=7 { print x509_parse(x509_from_der(leaf[:100])); }
event zeek_init() &priority=6 { local unset: opaque of x509; print x509_parse(unset); }
event zeek_init() &priority=5 { local other: any = md5_hash_init(); print x509_parse(other as opaque of x509); }
event zeek_init() &priority=4 { print x509_spki_hash(x509_from_der(leaf), 0); }
event zeek_init() &priority=3 { print x509_issuer_name_hash(x509_from_der(leaf), 7); }
event zeek_init() &priority=2 { print x509_verify(vector(), table(), network_time()); }
event zeek_init() &priority=1
	{
	local certificates: x509_opaque_vector;
	certificates[1] = x509_from_der(leaf);
	print x509_verify(certificates, table(), network_time());
	print x509_verify(vector(x509_from_der(leaf)), table(["bad"] = "no certificate"), network_time());
	print x509_ocsp_verify(vector(x509_from_der(leaf)), "", table(["bad"] = ""), network_time());
	}
