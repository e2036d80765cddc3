#include "whimbrel/address.h"

#include <gtest/gtest.h>

namespace whimbrel {
namespace {

std::string canonical(std::string_view text) {
  const auto address = Address::parse(text);
  return address ? to_string(*address) : "refused";
}

TEST(Address, ReadsAndShowsIPv4) {
  EXPECT_EQ(Address::parse("10.1.2.3").value(), Address::v4(10, 1, 2, 3));
  for (const char* text : {"0.0.0.0", "255.255.255.255", "192.168.0.1"}) EXPECT_EQ(canonical(text), text);
}

TEST(Address, ShowsIPv6WithTheFirstLongestGapOfZeros) {
  EXPECT_EQ(canonical("2001:0DB8:0:0:0:0:0:1"), "2001:db8::1");
  EXPECT_EQ(canonical("2001:db8:0:0:1:0:0:1"), "2001:db8::1:0:0:1");
  EXPECT_EQ(canonical("2001:0:0:1:0:0:0:1"), "2001:0:0:1::1");
  EXPECT_EQ(canonical("1:0:3:4:5:6:7:8"), "1:0:3:4:5:6:7:8");
  EXPECT_EQ(canonical("0:0:0:0:0:0:0:0"), "::");
  EXPECT_EQ(canonical("1:2:3:4:5:6:7::"), "1:2:3:4:5:6:7:0");
  EXPECT_EQ(canonical("fe80::"), "fe80::");
}

TEST(Address, ReadsDottedEndings) {
  EXPECT_EQ(canonical("::ffff:1.2.3.4"), "1.2.3.4");
  EXPECT_EQ(canonical("::1.2.3.4"), "::102:304");
  EXPECT_EQ(canonical("1:2:3:4:5:6:1.2.3.4"), "1:2:3:4:5:6:102:304");
}

TEST(Address, RefusesAllElse) {
  for (const char* text : {"",
                           "1.2.3",
                           "1.2.3.4.5",
                           "1.2.3.256",
                           "1.2.3.",
                           "01.2.3.4",
                           "1.2.3.4/8",
                           " 1.2.3.4",
                           "1.2.3.4 ",
                           "-1.2.3.4",
                           "+1.2.3.4",
                           "foo",
                           ":",
                           ":1",
                           "1:",
                           ":::",
                           "::1::",
                           "1:::2",
                           "1:2:3:4:5:6:7",
                           "1:2:3:4:5:6:7:8:9",
                           "1:2:3:4::5:6:7:8",
                           "12345::",
                           "g::",
                           "1.2.3.4::",
                           "::1.2.3.4:5",
                           "1:2:3:4:5:6:7:1.2.3.4",
                           "::1%eth0"})
    EXPECT_EQ(canonical(text), "refused") << text;
}

TEST(Address, IsMaskedBitwise) {
  EXPECT_EQ(to_string(Address::v4(255, 255, 255, 255).masked(96 + 9)), "255.128.0.0");
  EXPECT_EQ(to_string(Address::v4(1, 2, 3, 4).masked(128)), "1.2.3.4");
  EXPECT_EQ(to_string(Address::v4(1, 2, 3, 4).masked(0)), "::");
}

TEST(Subnet, ClearsTheBitsBeyondItsLength) {
  const Subnet subnet = Subnet::make(Address::v4(10, 1, 2, 3), 8);
  EXPECT_EQ(to_string(subnet), "10.0.0.0/8");
  EXPECT_EQ(subnet.bits, 104);
  EXPECT_EQ(subnet.length(), 8);
  EXPECT_EQ(to_string(Subnet::parse("2001:db8::1/64").value()), "2001:db8::/64");
}

TEST(Subnet, OfAnImpossibleLengthIsEverything) {
  EXPECT_EQ(to_string(Subnet::make(Address::v4(10, 1, 2, 3), 33)), "::/0");
  EXPECT_EQ(to_string(Subnet::make(Address::v4(10, 1, 2, 3), -1)), "::/0");
}

TEST(Subnet, TextOfAnImpossibleLengthIsRefused) {
  for (const char* text : {"1.2.3.0", "1.2.3.0/", "/8", "x/8", "1.2.3.0/33", "1.2.3.0/-1", "1.2.3.0/+8", "1.2.3.0/8x",
                           "::/129", "1.2.3.0/8/8"})
    EXPECT_FALSE(Subnet::parse(text)) << text;
  EXPECT_EQ(Subnet::parse("1.2.3.0/33").error().message(),
            "\"1.2.3.0/33\" is not a subnet: the length must be 0 to 32");
}

TEST(Subnet, IsOrderedByNetworkThenLength) {
  EXPECT_LT(Subnet::parse("10.0.0.0/8").value(), Subnet::parse("10.0.0.0/16").value());
  EXPECT_LT(Subnet::parse("9.0.0.0/16").value(), Subnet::parse("10.0.0.0/8").value());
}

TEST(Port, ReadsAndShowsEveryProtocol) {
  for (const char* text : {"80/tcp", "53/udp", "8/icmp", "0/?", "65535/tcp"})
    EXPECT_EQ(to_string(Port::parse(text).value()), text);
}

TEST(Port, RefusesAllElse) {
  for (const char* text : {"", "80", "80/", "/tcp", "80/TCP", "80/sctp", "65536/tcp", "-1/tcp", "+1/tcp", "80x/tcp",
                           "x/tcp", "80/tcp/udp"})
    EXPECT_FALSE(Port::parse(text)) << text;
}

TEST(Port, IsOrderedByNumberThenProtocol) {
  EXPECT_LT((Port{79, Protocol::Icmp}), (Port{80, Protocol::Tcp}));
  EXPECT_LT((Port{80, Protocol::Tcp}), (Port{80, Protocol::Udp}));
}

}  // namespace
}  // namespace whimbrel
