#include "whimbrel/error.h"

#include <gtest/gtest.h>

#include <set>
#include <vector>

#include "whimbrel/result.h"

namespace whimbrel {
namespace {

constexpr ErrorCode kAll[] = {
#define X(enumerator, code, name, move, text) ErrorCode::enumerator,
#include "whimbrel/errors.def"
#undef X
};

TEST(Error, NamesTellCodesApart) {
  std::set<std::string_view> names;
  for (ErrorCode code : kAll) EXPECT_TRUE(names.insert(name_of(code)).second) << name_of(code);
  EXPECT_EQ(name_of(ErrorCode::PeerUnavailable), "peer_unavailable");
  EXPECT_EQ(move_of(ErrorCode::PeerUnavailable), Move::Retry);
}

TEST(Error, CodesOfThePeerThatAreNotInTheTableReadAsUnspecified) {
  EXPECT_EQ(name_of(static_cast<ErrorCode>(99)), "unspecified");
  EXPECT_EQ(text_of(static_cast<ErrorCode>(99)), text_of(ErrorCode::Unspecified));
}

TEST(Error, WithoutAMessageCarriesTheTextOfItsCode) {
  EXPECT_EQ(Error(ErrorCode::PeerTimeout).message(), text_of(ErrorCode::PeerTimeout));
  EXPECT_EQ(Error(ErrorCode::PeerTimeout, "no answer from 10.0.0.1").message(), "no answer from 10.0.0.1");
}

TEST(Error, IsTrueUnlessItMeansNoError) {
  EXPECT_FALSE(Error());
  EXPECT_TRUE(Error(ErrorCode::Unspecified));
}

TEST(Result, HoldsAValueOrAnError) {
  const std::vector<Result<int>> results = {5, ErrorCode::NoSuchKey};
  const auto& good = results[0];
  EXPECT_TRUE(good.ok());
  EXPECT_EQ(*good, 5);
  EXPECT_FALSE(good.error());
  const auto& bad = results[1];
  EXPECT_FALSE(bad);
  EXPECT_EQ(bad.error().code(), ErrorCode::NoSuchKey);
  EXPECT_EQ(bad.value_or(7), 7);
}

}  // namespace
}  // namespace whimbrel
