// HyperLogLog (Flajolet and others, 2007): about how many different values were there?
#pragma once

#include <cstdint>
#include <vector>

#include "script/builtins/sketch.h"

namespace whimbrel::script {

class CardinalityObject final : public SketchObject {
 public:
  /// With 2^bits registers, 4 to 30 bits.
  explicit CardinalityObject(unsigned bits);
  CardinalityObject(const CardinalityObject& other) : SketchObject(other.type), registers(other.registers) {
    element = other.element;
  }
  /// The number of bits that keeps estimates within the error with that probability.
  static unsigned bits_for(double error, double confidence);

  std::string text() const override { return "<opaque of CardinalityVal>"; }
  Ref<OpaqueObject> clone() const override { return make<CardinalityObject>(*this); }

  void add(const Cell& value);
  double estimate() const;
  /// The factor of its number of registers (alpha in the paper).
  double factor() const;
  /// False if the other has another number of registers.
  bool add_all(const CardinalityObject& other);

  /// For the values whose hash leads to a register: the longest run of zeros that one of them begins with, plus 1.
  std::vector<uint8_t> registers;
};

}  // namespace whimbrel::script
