#include "pipeline/learn/Lbfgs.h"

#include <cmath>
#include <cstddef>
#include <deque>
#include <utility>

namespace tandem {

namespace {

constexpr std::size_t memory = 7;
constexpr double smallestGain = 1e-7; // relative, an iteration

using Point = std::vector<double>;

double dot(const Point& a, const Point& b)
{
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i)
        sum += a[i] * b[i];
    return sum;
}

struct Step {
    Point move;
    Point gradientChange;
    double inverseCurvature;
};

// The two-loop recursion: the gradient times the inverse curvature that past steps suggest.
Point direction(const std::deque<Step>& steps, Point result)
{
    std::vector<double> factors(steps.size());
    for (std::size_t i = steps.size(); i-- > 0;) {
        factors[i] = steps[i].inverseCurvature * dot(steps[i].move, result);
        for (std::size_t k = 0; k < result.size(); ++k)
            result[k] -= factors[i] * steps[i].gradientChange[k];
    }
    if (!steps.empty()) {
        const Step& last = steps.back();
        const double scale = 1 / (last.inverseCurvature * dot(last.gradientChange, last.gradientChange));
        for (double& each : result)
            each *= scale;
    }
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const double factor = factors[i] - steps[i].inverseCurvature * dot(steps[i].gradientChange, result);
        for (std::size_t k = 0; k < result.size(); ++k)
            result[k] += factor * steps[i].move[k];
    }
    for (double& each : result)
        each = -each;
    return result;
}

} // namespace

std::vector<double> minimise(const Objective& objective, std::vector<double> start, int iterations)
{
    Point point = std::move(start);
    Point gradient(point.size());
    double value = objective(point, gradient);
    std::deque<Step> steps;
    for (int iteration = 0; iteration < iterations; ++iteration) {
        Point way = direction(steps, gradient);
        double const slope = dot(way, gradient);
        if (slope >= 0)
            break;
        double length = steps.empty() ? 1 / std::sqrt(dot(gradient, gradient) + 1e-12) : 1;
        Point next(point.size());
        Point nextGradient(point.size());
        double nextValue = 0;
        bool better = false;
        for (int attempt = 0; attempt < 25 && !better; ++attempt, length /= 2) {
            for (std::size_t i = 0; i < point.size(); ++i)
                next[i] = point[i] + length * way[i];
            nextValue = objective(next, nextGradient);
            better = nextValue <= value + 1e-4 * length * slope;
        }
        if (!better)
            break;
        Step step{next, nextGradient, 0};
        for (std::size_t i = 0; i < point.size(); ++i) {
            step.move[i] -= point[i];
            step.gradientChange[i] -= gradient[i];
        }
        const double curvature = dot(step.move, step.gradientChange);
        if (curvature > 1e-12) {
            step.inverseCurvature = 1 / curvature;
            steps.push_back(std::move(step));
            if (steps.size() > memory)
                steps.pop_front();
        }
        const double gain = value - nextValue;
        point = std::move(next);
        gradient = std::move(nextGradient);
        value = nextValue;
        if (gain < smallestGain * std::abs(value))
            break;
    }
    return point;
}

} // namespace tandem
