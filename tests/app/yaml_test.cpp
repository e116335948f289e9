// SPDX-License-Identifier: Apache-2.0
#include "app_support.h"
#include "yaml_tree.h"
#include <gmock/gmock.h>
#include <gtest/gtest.h>

using namespace itstorm;

namespace {

Node parse(const std::string& text)
{
    Diagnostics errors;
    Node root = parse_yaml(text, "t.yaml", errors);
    for (const Problem& p : errors.sorted())
        ADD_FAILURE() << p.text();
    return root;
}

std::string place(const Node& node)
{
    return std::to_string(node.origin.line) + ":" + std::to_string(node.origin.column);
}

} // namespace

TEST(Yaml, every_node_knows_its_line_and_column)
{
    const Node root = parse("a: 1\nb:\n  - { c: x, d: [2, 30] }\n");
    EXPECT_EQ(place(*root.child("a")), "1:4");
    EXPECT_EQ(root.child("b")->key_origin.line, 2u);
    const Node& element = root.child("b")->children[0];
    EXPECT_EQ(place(*element.child("c")), "3:10");
    EXPECT_EQ(element.child("d")->key_origin.column, 13u);
    EXPECT_EQ(place(element.child("d")->children[1]), "3:20");
}

TEST(Yaml, a_dumped_tree_parses_back_to_the_same_tree)
{
    const char* text = "a: \"x: # y\"\nb: [1, \"two words\"]\nc:\n  - { d: \"- q\", e: {} }\n  - "
                       "f:\n      g: \"%\"\n";
    const Node once = parse(text);
    const std::string dumped = dump_yaml(once);
    const Node twice = parse(dumped);
    EXPECT_EQ(twice.child("a")->text, "x: # y");
    EXPECT_EQ(twice.child("b")->children[1].text, "two words");
    EXPECT_EQ(twice.child("c")->children[0].child("d")->text, "- q");
    EXPECT_EQ(twice.child("c")->children[0].child("e")->kind, Node::Kind::Map);
    EXPECT_EQ(twice.child("c")->children[1].child("f")->child("g")->text, "%");
}

TEST(Yaml, control_characters_in_quotes_are_dumped_as_escapes)
{
    const Node once = parse("a: \"x\\e[2J\\n\\t\\0\\u202e \\\" \\\\ \\U000e0041 \u00b5\"\n");
    const std::string dumped = dump_yaml(once);
    for (const char c : dumped)
        EXPECT_TRUE(static_cast<unsigned char>(c) >= 0x20 || c == '\n');
    EXPECT_EQ(parse(dumped).child("a")->text, once.child("a")->text);
}

TEST(Yaml, a_byte_order_mark_and_carriage_returns_are_passed_over)
{
    const Node root = parse("\xef\xbb\xbf"
                            "a: 1\r\nb: x\r\n");
    EXPECT_EQ(place(*root.child("a")), "1:4");
    EXPECT_EQ(root.child("b")->text, "x");
}

TEST(Yaml, text_that_begins_no_node_is_an_error_and_not_an_endless_document)
{
    Diagnostics errors;
    parse_yaml(",a\n", "t.yaml", errors);
    EXPECT_FALSE(errors.empty());
}

TEST(Yaml, an_escape_that_stands_for_no_character_is_an_error)
{
    Diagnostics errors;
    parse_yaml("a: \"\\ud800\"\n", "t.yaml", errors);
    ASSERT_EQ(errors.count(), 1u);
    EXPECT_EQ(errors.sorted()[0].text(), "t.yaml:1:11: error: not YAML: invalid unicode: 55296");
}

TEST(DidYouMean, finds_the_nearest_within_a_third_of_the_letters)
{
    EXPECT_EQ(did_you_mean("tabel_read", { "table_read", "table_write" }),
              "; did you mean 'table_read'?");
    EXPECT_EQ(did_you_mean("vcpu", { "vcpus", "pin" }), "; did you mean 'vcpus'?");
    EXPECT_EQ(did_you_mean("colour", { "vcpus", "pin" }), "");
}
