// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/program_output.h"

#include <gtest/gtest.h>

#include <csignal>

#include "core/base/error.h"

namespace sescope {
namespace {

TEST(ProgramOutput, IsWhatTheProgramWroteAndHowItEnded) {
    const auto output = output_of({"sh", "-c", "printf out; printf err >&2; exit 3"});
    EXPECT_EQ(output.out, "out");
    EXPECT_EQ(output.err, "err");
    EXPECT_EQ(output.exit_code, 3);
    // More than a pipe holds, on both.
    const auto much = output_of({"sh", "-c", "head -c 300000 /dev/zero | tee /dev/stderr"});
    EXPECT_EQ(much.out.size(), 300000u);
    EXPECT_EQ(much.err.size(), 300000u);
}

TEST(ProgramOutput, TakesArgumentsAsTheyAre) {
    EXPECT_EQ(output_of({"printf", "%s", "a b; $(c)"}).out, "a b; $(c)");
}

// The command line blocks them in its own threads.
TEST(ProgramOutput, CanBeInterruptedWhereWeBlockInterrupts) {
    sigset_t interrupts;
    sigset_t before;
    sigemptyset(&interrupts);
    sigaddset(&interrupts, SIGINT);
    sigaddset(&interrupts, SIGTERM);
    pthread_sigmask(SIG_BLOCK, &interrupts, &before);
    const auto output = output_of({"sh", "-c", "kill -TERM $$; echo it goes on"});
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    EXPECT_EQ(output.out, "");
    EXPECT_EQ(output.exit_code, 128 + SIGTERM);
}

TEST(ProgramOutput, SaysThatThereIsNoSuchProgram) {
    try {
        output_of({"no-program-of-this-name"});
        FAIL() << "it was run";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::usage);
    }
}

TEST(ProgramOutput, EndsAProgramWhenStopped) {
    std::stop_source stop;
    stop.request_stop();
    try {
        output_of({"sleep", "1000"}, stop.get_token());
        FAIL() << "it ran to its end";
    } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::interrupted);
    }
}

}  // namespace
}  // namespace sescope
