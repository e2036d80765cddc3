#include "whimbrel/store.h"

#include <gtest/gtest.h>

#include "whimbrel/topic.h"

namespace whimbrel {

namespace {

Endpoint start() {
  EndpointOptions options;
  options.disable_ssl = true;
  auto endpoint = Endpoint::start(options);
  EXPECT_TRUE(endpoint);
  return std::move(*endpoint);
}

TEST(StoreTest, NamesThatMakeNoTopicAreRefused) {
  Endpoint endpoint = start();
  EXPECT_EQ(Store::master(endpoint, std::string(kMaxTopicSize, 'x')).error().code(), ErrorCode::TooLarge);
  EXPECT_EQ(Store::clone(endpoint, std::string(kMaxTopicSize, 'x')).error().code(), ErrorCode::TooLarge);
  EXPECT_EQ(Store::master(endpoint, "<$>/local/x").error().code(), ErrorCode::InvalidTopicKey);
  EXPECT_TRUE(Store::master(endpoint, ""));
}

TEST(StoreTest, AnEndpointHasOneMasterOfANameAndNoCloneBesideIt) {
  auto endpoint = Endpoint::start({}).value();
  auto master = Store::master(endpoint, "s");
  ASSERT_TRUE(master);
  EXPECT_EQ(Store::master(endpoint, "s").error().code(), ErrorCode::MasterExists);
  EXPECT_EQ(Store::clone(endpoint, "s").error().code(), ErrorCode::NoSuchMaster);
  EXPECT_TRUE(Store::master(endpoint, "t"));
  { const Store gone = std::move(*master); }
  EXPECT_TRUE(Store::master(endpoint, "s"));
}

TEST(StoreTest, AMasterAnswersBeforeTheCallReturns) {
  Endpoint endpoint = start();
  auto store = Store::master(endpoint, "s");
  ASSERT_TRUE(store);
  Value got;
  ErrorCode error = ErrorCode::None;
  const auto keep = [&](const Result<Value>& answer) {
    error = answer.error().code();
    got = answer ? *answer : Value();
  };
  store->put("k", Vector{1u, "x"});
  store->get("k", keep);
  EXPECT_EQ(got, Value(Vector{1u, "x"}));
  store->get_index("k", 1u, keep);
  EXPECT_EQ(got, "x");
  store->get_index("k", "no index", keep);
  EXPECT_EQ(error, ErrorCode::TypeClash);
  store->put_unique("k", 2u, {}, keep);
  EXPECT_EQ(got, Value(false));
  store->get("absent", keep);
  EXPECT_EQ(error, ErrorCode::NoSuchKey);
}

TEST(StoreTest, FuturesAreKeptWhateverHappens) {
  Endpoint endpoint = start();
  auto store = Store::master(endpoint, "s");
  ASSERT_TRUE(store);
  store->put("k", Vector{1u, "x"}, Timespan{int64_t{1} << 50});
  EXPECT_EQ(*store->wait(store->get("k")), Value(Vector{1u, "x"}));
  EXPECT_EQ(*store->wait(store->get_index("k", 1u)), "x");
  EXPECT_EQ(*store->wait(store->exists("none")), Value(false));
  EXPECT_EQ(*store->wait(store->keys()), Value(Set{"k"}));
  EXPECT_EQ(*store->wait(store->put_unique("k", 2u)), Value(false));
  EXPECT_EQ(store->wait(store->expiry("k"))->kind(), Kind::Timestamp);
  EXPECT_EQ(store->wait(store->get("none")).error().code(), ErrorCode::NoSuchKey);

  auto clone = Store::clone(endpoint, "nobody has this");
  ASSERT_TRUE(clone);
  EXPECT_EQ(clone->wait(clone->get("k"), std::chrono::nanoseconds(0)).error().code(), ErrorCode::RequestTimeout);
  Store::Future unanswered = clone->get("k");
  clone = Store::clone(endpoint, "another");
  EXPECT_EQ(unanswered.get().error().code(), ErrorCode::ShuttingDown);
}

TEST(StoreTest, WhoIsToldOfAChangeMayMakeAnother) {
  Endpoint endpoint = start();
  auto store = Store::master(endpoint, "s");
  ASSERT_TRUE(store);
  std::vector<std::string> told;
  store->on_event([&](const StoreEvent& event) {
    told.push_back(to_string(event.key));
    if (event.key == Value("first")) store->put_unique("second", 1u, {}, [](const Result<Value>&) {});
  });
  store->put("first", 1u);
  EXPECT_EQ(told, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(*store->wait(store->exists("second")), Value(true));
}

TEST(StoreTest, ItsOwnClockDecidesWhatHasExpired) {
  Endpoint endpoint = start();
  auto store = Store::master(endpoint, "s");
  ASSERT_TRUE(store);
  Timestamp now{1000};
  store->set_clock([&now] { return now; });
  store->put("k", 1u, Timespan{100});
  Value there;
  const auto keep = [&](const Result<Value>& answer) { there = *answer; };
  now.ns = 1100;
  store->exists("k", keep);
  EXPECT_EQ(there, Value(true));
  now.ns = 1101;
  store->exists("k", keep);
  EXPECT_EQ(there, Value(false));
}

}  // namespace

}  // namespace whimbrel
