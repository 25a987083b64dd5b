// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <vector>

#include "core/dataset/dataset.h"
#include "core/engine/gate_tally.h"
#include "core/excitation/stopping.h"

namespace sescope {

/// The images up to the next look, of the classes that still take some.
struct Round {
    Dataset images;
    std::vector<std::uint64_t> ends;  ///< for each: how far the data set is worked off after it
    std::uint64_t end = 0;            ///< the same at the look
};

/// Walks a data set whose classes take turns under a stopping rule: round by round, with a look at
/// every class after each. What is taken follows from the tally at the looks alone, so that neither
/// batches nor threads nor interruptions change it.
class Rounds {
  public:
    /// `done` images of the data set are worked off already, with `earlier` as the record (or
    /// null). The data set must outlive this.
    Rounds(const Dataset& dataset, const StoppingRule& rule, const StoppingRecord* earlier,
           std::uint64_t done);

    /// Is every class finished?
    bool over() const;
    /// The images from here up to the next look; perhaps none.
    Round next() const;
    /// So many images of the data set are worked off now.
    void advance(std::uint64_t done);
    /// Looks at every class, here, at the end of a round.
    void look(const GateTally& gates);

    const StoppingRecord& record() const { return record_; }
    std::uint64_t taken() const;  ///< images so far
    std::uint64_t left() const;   ///< images that are still to be taken, at most

  private:
    const Dataset& dataset_;
    StoppingRecord record_;
    std::uint64_t done_ = 0;
    std::uint64_t looked_ = 0;  ///< where the last look was, of this walk
    std::vector<std::uint64_t>
        ends_;  ///< positions of the data set at which is looked, and its end
};

}  // namespace sescope
