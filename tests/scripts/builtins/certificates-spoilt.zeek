# Certificates and replies with a wrong byte, or that end too early, are read or refused: the process goes on.
# timeout: 120
redef Reporter::errors_to_stderr = F;
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

global tried = 0;
event look_at(der: string)
	{
	++tried;
	local certificate = x509_from_der(der);
	local parsed = x509_parse(certificate);
	x509_check_cert_hostname(certificate, "bird.example");
	x509_spki_hash(certificate, 4);
	x509_get_certificate_string(copy(certificate), T);
	x509_verify(vector(certificate), table(["itself"] = der), parsed$not_valid_before);
	x509_ocsp_verify(vector(certificate), reply, table(["itself"] = der), parsed$not_valid_after);
	}
event look_at_reply(der: string)
	{
	++tried;
	local certificate = x509_from_der(leaf);
	x509_ocsp_verify(vector(certificate, certificate), der, table(["leaf"] = leaf), network_time());
	}

event look_at_all(text: string, is_reply: bool)
	{
	local at = 0;
	while ( at < |text| )
		{
		local variants = vector(text[:at]);
		for ( _, byte in vector("\x00", "\x30", "\x7f", "\xff") )
			variants += text[:at] + byte + text[at + 1:];
		for ( _, variant in variants )
			if ( is_reply )
				event look_at_reply(variant);
			else
				event look_at(variant);
		++at;
		}
	}
event zeek_init()
	{
	event look_at_all(leaf, F);
	event look_at_all(reply, T);
	}
event zeek_done() { print tried; }
