// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/figures/curve_graph.h"

#include <algorithm>
#include <cmath>

namespace sescope {
namespace {

constexpr int kPiece = 12;  // points drawn at a time; neighbours share one

bool on_pixels(const QPainter& painter) {
    return painter.paintEngine()->type() == QPaintEngine::Raster;
}

// Zero where the piece has a gap.
double length(const QVector<QPointF>& piece) {
    double sum = 0;
    for (qsizetype i = 1; i < piece.size(); ++i) {
        const QPointF step = piece[i] - piece[i - 1];
        sum += std::hypot(step.x(), step.y());
    }
    return std::isfinite(sum) ? sum : 0.0;
}

bool is_gap(const QCPGraph& high, const QCPGraph& low, int at) {
    return !std::isfinite(high.dataMainValue(at)) || !std::isfinite(low.dataMainValue(at));
}

}  // namespace

void CurveGraph::drawLinePlot(QCPPainter* painter, const QVector<QPointF>& lines) const {
    if (!on_pixels(*painter)) {
        QCPGraph::drawLinePlot(painter, lines);
        return;
    }
    const QPen whole = painter->pen();
    double travelled = 0;  // so that dashes go on from piece to piece
    for (qsizetype at = 0; at + 1 < lines.size(); at += kPiece - 1) {
        const auto piece = lines.mid(at, kPiece);
        if (whole.style() == Qt::CustomDashLine) {
            QPen pen = whole;
            pen.setDashOffset(travelled / std::max(whole.widthF(), 1e-3));
            painter->setPen(pen);
            travelled += length(piece);
        }
        QCPGraph::drawLinePlot(painter, piece);
    }
    painter->setPen(whole);
}

void CurveGraph::drawFill(QCPPainter* painter, QVector<QPointF>* lines) const {
    const QCPGraph* const low = channelFillGraph();
    if (!on_pixels(*painter) || low == nullptr || low->dataCount() != dataCount()) {
        QCPGraph::drawFill(painter, lines);
        return;
    }
    applyFillAntialiasingHint(painter);
    for (int begin = 0; begin + 1 < dataCount();) {
        int end = begin;
        QPolygonF band;
        for (; end < dataCount() && end - begin < kPiece && !is_gap(*this, *low, end); ++end) {
            band.append(coordsToPixels(dataMainKey(end), dataMainValue(end)));
        }
        for (int back = end; back-- > begin;) {
            band.append(low->coordsToPixels(low->dataMainKey(back), low->dataMainValue(back)));
        }
        painter->drawPolygon(band);
        begin = std::max(begin + 1, end - 1);
    }
}

}  // namespace sescope
