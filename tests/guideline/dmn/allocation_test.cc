// Evaluation allocates nothing once its workspace is there.

#include <gtest/gtest.h>

#include <random>

#include "tests/guideline/dmn/counted_new.h"
#include "tests/guideline/dmn/random_models.h"
#include "tests/guideline/dmn/small_models.h"

namespace wervelwijzer::dmn {
namespace {

TEST(AllocationTest, EvaluateAllocatesNothing) {
  std::mt19937_64 random(7);
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const Program program = CompileSmall(RandomModel(seed));
    Workspace workspace(program);
    Evaluation evaluation;
    std::vector<Box> boxes(50, program.UnknownBox());
    for (Box& box : boxes) {
      for (std::size_t i = 0; i < box.size(); ++i) {
        const Mask some = random() & box[i];
        if (some != 0) box[i] = some;
      }
    }
    const std::size_t before = AllocationCount();
    for (const Box& box : boxes) {
      for (DecisionIndex d = 0; d < program.decisions().size(); ++d) {
        program.Evaluate(d, box, Program::Depth::kDeciding, workspace, evaluation);
      }
    }
    EXPECT_EQ(AllocationCount(), before) << "seed " << seed;
  }
}

}  // namespace
}  // namespace wervelwijzer::dmn
