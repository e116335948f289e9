// INV: INT, CLEAR, INV, INVALL, SYNC.
#include "fixture.h"

namespace itstorm {

TEST(INV_01, int_sets_the_pending_bit_as_a_message_would)
{
    Fixture f;
    f.send({ its_cmd_int(5, 3) });
    EXPECT_TRUE(f.gets(1, 8195));
}

TEST(INV_02, int_of_an_unmapped_event_is_an_error)
{
    Fixture f;
    f.send({ its_cmd_int(5, 20) });
    EXPECT_EQ(f.error(), ITS_INT_UNMAPPED_INTERRUPT);
}

} // namespace itstorm
