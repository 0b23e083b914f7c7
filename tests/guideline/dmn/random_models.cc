#include "tests/guideline/dmn/random_models.h"

#include <algorithm>
#include <random>
#include <vector>

namespace wervelwijzer::dmn {
namespace {

// A column: its values as pieces that cells are joined from; the whole list is the domain.
struct Column {
  std::string name, domain;
  std::vector<std::string> pieces;
};

using Pieces = std::vector<char>;  // which pieces of a column a cell has

class Generator {
 public:
  explicit Generator(std::uint64_t seed) : random_(seed) {
    inputs_ = {{"flag-a", "true,false", {"true", "false"}},
               {"flag-b", "true,false", {"true", "false"}},
               {"side", "\"none\",\"left\",\"both\"", {"\"none\"", "\"left\"", "\"both\""}},
               {"kind", "\"p\",\"q\",\"r\",\"s\"", {"\"p\"", "\"q\"", "\"r\"", "\"s\""}},
               {"score", "[0..40]", {"< 10", "10", "(10..25)", "25", "> 25"}},
               {"since",
                "[date(\"2000-01-01\")..date(\"2100-01-01\")]",
                {"< date(\"2025-07-01\")", "date(\"2025-07-01\")", "> date(\"2025-07-01\")"}},
               {"hours", ">= 0", {"< 48", "48", "> 48"}},
               {"kps", "0,10,20,30", {"0", "10", "20", "30"}}};
  }

  std::string Run() {
    std::vector<Column> columns = inputs_;
    for (const char* name : {"low-a", "low-b"}) columns.push_back(Unique(name, Pick(inputs_, 3)));
    AddSum();
    columns.push_back({"total", "", {"0", "1", "2", "3", "4"}});
    const Column middle = Priority("middle", Pick(columns, 4));
    columns.push_back(middle);
    Collect("advice", Pick(columns, 4));
    std::vector<Column> top = Pick(columns, 3);
    top.push_back(middle);
    Unique("top", top);
    return text_;
  }

 private:
  std::size_t Random(std::size_t below) { return random_() % below; }

  std::vector<Column> Pick(std::vector<Column> from, std::size_t count) {
    std::shuffle(from.begin(), from.end(), random_);
    from.resize(count);
    return from;
  }

  std::string CellText(const Column& column, const Pieces& pieces) {
    std::string inside, outside;
    for (std::size_t p = 0; p < pieces.size(); ++p) {
      std::string& list = pieces[p] ? inside : outside;
      list += (list.empty() ? "" : ", ") + column.pieces[p];
    }
    if (outside.empty()) return "-";
    return Random(4) == 0 ? "not(" + outside + ")" : inside;
  }

  void Header(const std::string& name, char policy, const std::vector<Column>& columns) {
    text_ += "decision " + name + " " + policy + "\nin ";
    for (std::size_t c = 0; c < columns.size(); ++c) {
      text_ += (c == 0 ? "" : " | ") + columns[c].name;
      if (!columns[c].domain.empty()) text_ += " : " + columns[c].domain;
    }
    text_ += "\nout outcome : \"o0\",\"o1\",\"o2\"\n";
  }

  void Row(const std::string& name, const std::vector<Column>& columns,
           const std::vector<Pieces>& cells, std::size_t outcome) {
    text_ += name + "." + std::to_string(++rows_);
    for (std::size_t c = 0; c < columns.size(); ++c)
      text_ += " | " + CellText(columns[c], cells[c]);
    text_ += " || \"o" + std::to_string(outcome) + "\"\n";
  }

  static std::vector<Pieces> Everything(const std::vector<Column>& columns) {
    std::vector<Pieces> cells;
    for (const Column& column : columns) cells.emplace_back(column.pieces.size(), 1);
    return cells;
  }

  // Splits the box at random until it is small or luck ends; each part is a row.
  void Split(const std::string& name, const std::vector<Column>& columns, std::vector<Pieces> cells,
             std::size_t depth) {
    const std::size_t c = Random(columns.size());
    std::vector<std::size_t> present;
    for (std::size_t p = 0; p < cells[c].size(); ++p) {
      if (cells[c][p]) present.push_back(p);
    }
    if (depth == 0 || present.size() < 2) {
      return Row(name, columns, cells, outcome_++ < 3 ? outcome_ - 1 : Random(3));
    }
    std::vector<Pieces> other = cells;
    std::shuffle(present.begin(), present.end(), random_);
    const std::size_t cut = 1 + Random(present.size() - 1);
    for (std::size_t i = 0; i < present.size(); ++i) (i < cut ? cells : other)[c][present[i]] = 0;
    Split(name, columns, cells, depth - 1);
    Split(name, columns, other, depth - 1);
  }

  Column Unique(const std::string& name, const std::vector<Column>& columns) {
    // Again until each outcome occurs, so that tables above can name all three.
    const std::string before = text_;
    do {
      text_ = before;
      outcome_ = 0;
      Header(name, 'U', columns);
      Split(name, columns, Everything(columns), 4);
    } while (outcome_ < 3);
    return Outcomes(name);
  }

  std::vector<Pieces> RandomCells(const std::vector<Column>& columns) {
    std::vector<Pieces> cells = Everything(columns);
    for (Pieces& pieces : cells) {
      if (Random(2) == 0) continue;
      for (char& piece : pieces) piece = static_cast<char>(Random(2));
      pieces[Random(pieces.size())] = 1;
    }
    return cells;
  }

  Column Priority(const std::string& name, const std::vector<Column>& columns) {
    Header(name, 'P', columns);
    for (std::size_t r = 0; r < 6; ++r) Row(name, columns, RandomCells(columns), r % 3);
    Row(name, columns, Everything(columns), 2);
    return Outcomes(name);
  }

  void Collect(const std::string& name, const std::vector<Column>& columns) {
    Header(name, 'C', columns);
    for (std::size_t r = 0; r < 5; ++r) Row(name, columns, RandomCells(columns), r % 3);
  }

  // Two tables of points and their sum.
  void AddSum() {
    text_ +=
        "decision side-points U\nin side : \"none\",\"left\",\"both\"\nout points : 0,1,3\n"
        "sp.1 | \"none\" || 0\nsp.2 | \"left\" || 1\nsp.3 | \"both\" || 3\n"
        "decision flag-points U\nin flag-a : true,false\nout points : 0,1\n"
        "fp.1 | true || 1\nfp.2 | false || 0\n"
        "literal total : side-points + flag-points\n";
  }

  static Column Outcomes(const std::string& name) {
    return {name, "", {"\"o0\"", "\"o1\"", "\"o2\""}};
  }

  std::mt19937_64 random_;
  std::vector<Column> inputs_;
  std::string text_;
  std::size_t rows_ = 0, outcome_ = 0;
};

}  // namespace

std::string RandomModel(std::uint64_t seed) { return Generator(seed).Run(); }

}  // namespace wervelwijzer::dmn
