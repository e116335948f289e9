// series.csv, row by row.
#include "observe/series.h"
#include "observe_support.h"
#include <sstream>

namespace itstorm {
namespace {

RingFact ring(std::uint32_t used)
{
    return { 0, 0, used, 128, false };
}

TEST(Series, ARowHasMeanMaximumAndLastOfItsInterval)
{
    std::ostringstream out;
    Series series(out, { "its0" }, 1, 1000);
    pass_ps(250);
    series.ring(0, ring(4));
    pass_ps(500);
    series.ring(0, ring(1));
    series.on(LpiLevelFact{ 0, 9 });
    series.on(LpiLevelFact{ 0, 0 });
    pass_ps(250);
    series.finish();
    EXPECT_EQ(out.str(),
              "time_us,its0.cmdq.occupancy.mean,its0.cmdq.occupancy.max,its0.cmdq.occupancy.last,"
              "gicr0.lpi.pending.mean,gicr0.lpi.pending.max,gicr0.lpi.pending.last\n"
              "0.000000,2.250,4,1,0.000,9,0\n");
}

TEST(Series, QuietIntervalsGetTheirRowsToo)
{
    std::ostringstream out;
    Series series(out, { "its0" }, 0, 1000);
    series.ring(0, ring(3));
    pass_ps(3500);
    series.ring(0, ring(0));
    pass_ps(100);
    series.finish();
    EXPECT_EQ(out.str(),
              "time_us,its0.cmdq.occupancy.mean,its0.cmdq.occupancy.max,its0.cmdq.occupancy.last\n"
              "0.000000,3.000,3,3\n"
              "0.001000,3.000,3,3\n"
              "0.002000,3.000,3,3\n"
              "0.003000,2.500,3,0\n"); // the last one is 600 ps long
}

TEST(Series, AChangeAtTheBorderBelongsToTheNextInterval)
{
    std::ostringstream out;
    Series series(out, { "its0" }, 0, 1000);
    pass_ps(1000);
    series.ring(0, ring(5));
    pass_ps(1000);
    series.finish();
    EXPECT_NE(out.str().find("\n0.000000,0.000,0,0\n0.001000,5.000,5,5\n"), std::string::npos);
}

TEST(Series, TheTimeOfALongRunIsWrittenInFull)
{
    std::ostringstream out;
    Series series(out, { "its0" }, 0, 1'000'000'000'000);
    pass_ps(1'000'000'000'000);
    series.ring(0, ring(1));
    pass_ps(1);
    series.finish();
    EXPECT_NE(out.str().find("\n1000000.000000,1.000,1,1\n"), std::string::npos);
}

} // namespace
} // namespace itstorm
