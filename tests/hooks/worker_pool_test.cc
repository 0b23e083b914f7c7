#include "hooks/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <future>

namespace wervelwijzer::hooks {
namespace {

TEST(WorkerPool, WhatWaitsIsDoneBeforeTheEnd) {
  std::atomic<int> done{0};
  {
    WorkerPool pool(2, 1000);
    for (int i = 0; i < 500; ++i) {
      WorkerPool::Work work = [&] { ++done; };
      EXPECT_TRUE(pool.Post(work));
    }
  }
  EXPECT_EQ(done, 500);
}

TEST(WorkerPool, FullQueueGivesTheWorkBack) {
  std::promise<void> begun, release;
  std::future<void> released = release.get_future();
  std::atomic<int> done{0};
  {
    WorkerPool pool(1, 1);
    WorkerPool::Work holding = [&] {
      begun.set_value();
      released.wait();
    };
    ASSERT_TRUE(pool.Post(holding));
    begun.get_future().wait();
    WorkerPool::Work waiting = [&] { ++done; };
    EXPECT_TRUE(pool.Post(waiting));
    WorkerPool::Work refused = [&] { done += 100; };
    EXPECT_FALSE(pool.Post(refused));
    EXPECT_TRUE(static_cast<bool>(refused)) << "the caller still has it and can say so";
    release.set_value();
  }
  EXPECT_EQ(done, 1);
}

}  // namespace
}  // namespace wervelwijzer::hooks
