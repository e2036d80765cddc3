// The syntax of scripts as a tree, nothing resolved and nothing checked: what the parser makes and the binder reads.
//
// Each sort of node is one struct; which members mean something follows from its kind, as the comments beside the kinds
// tell. Children that a form leaves out are null.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "script/model/attributes.h"
#include "script/model/cell.h"
#include "script/model/location.h"

namespace whimbrel::script::syntax {

struct Expr;
struct Stmt;
struct Type;
struct Function;
using ExprPtr = std::unique_ptr<Expr>;
using StmtPtr = std::unique_ptr<Stmt>;
using TypePtr = std::unique_ptr<Type>;

struct Attribute {
  AttributeKind kind;
  ExprPtr value;
  Location where;
};

struct Capture {
  std::string name;
  bool deep = false;  ///< copy
  Location where;
};

// -- expressions

enum class Operator : uint8_t {
  // unary
  Not,
  Complement,
  Plus,
  Minus,
  Size,
  Increment,
  Decrement,
  Add,
  Delete,
  // binary
  Sum,
  Difference,
  Product,
  Quotient,
  Remainder,
  BitAnd,
  BitOr,
  BitXor,
  ShiftLeft,
  ShiftRight,
  And,
  Or,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  In,
  NotIn,
  Assign,
  AddAssign,
  SubtractAssign,
};

struct Expr {
  enum Kind : uint8_t {
    Literal,      ///< constant: bool, count, double, interval, string, port, addr, subnet. @DIR and @FILENAME too
    Pattern,      ///< text: between the slashes; flags
    HostName,     ///< text
    Name,         ///< text as written: "x", "M::x", "::x"
    Unary,        ///< op, kids[0]
    Binary,       ///< op, kids[0], kids[1]. In initialisers `[k] = v` is an Assign with a List on its left
    Conditional,  ///< kids[0] ? kids[1] : kids[2]
    Index,        ///< kids[0] [ kids[1], ... ]
    Slice,        ///< kids[0] [ kids[1] : kids[2] ]; either may be null
    Field,        ///< kids[0] $ text
    HasField,     ///< kids[0] ?$ text
    Call,         ///< kids[0] ( kids[1], ... ); kids[0] may name a type: a constructor
    HookCall,     ///< hook kids[0]; the grammar takes any expression, so kids[0] need not be a Call
    List,         ///< [ kids... ]
    Record,       ///< [ $a = 1, ... ], record(...), []; kids are FieldValues. `written_record`: the keyword was used
    FieldValue,   ///< $text = kids[0]
    Table,        ///< table( kids... ) attributes
    Set,          ///< set( kids... ) attributes
    Vector,       ///< vector( kids... ) attributes
    Braces,       ///< { kids... }, an initialiser
    Copy,         ///< copy(kids[0])
    Schedule,     ///< schedule kids[0] { text ( kids[1], ... ) }
    As,           ///< kids[0] as type
    Is,           ///< kids[0] is type
    Lambda,       ///< function, without a name
    Local,        ///< local text = kids[0], inside a `when` condition
    Parentheses,  ///< ( kids[0] )
  };

  Kind kind;
  Location where;
  Location made;  ///< Literal: where its value is said to be from
  Operator op{};
  std::vector<ExprPtr> kids;
  std::string text, flags;
  Cell constant;
  TypePtr type;
  std::vector<Attribute> attributes;
  std::unique_ptr<Function> function;
  bool written_record = false;
  bool trailing_comma = false;  ///< List: [ a, b, ]
  bool is_local = false;        ///< Name inside an @if: that of a local of the function in which the @if stands
};

// -- types

struct Parameter {
  std::string name;
  TypePtr type;
  std::vector<Attribute> attributes;
  Location where;
};

struct Enumerator {
  std::string name;
  std::optional<Cell> value;  ///< the constant as written, of whatever kind it is; a minus sign makes it an int
  std::optional<std::string> deprecated;
  Location where;
};

struct Type {
  enum Kind : uint8_t {
    Base,    ///< tag
    Table,   ///< types: index..., then yield
    Set,     ///< types: index...
    Vector,  ///< types[0]
    Record,  ///< fields
    Enum,    ///< enumerators
    Func,    ///< flavour, fields: the parameters, types[0]: what it yields, or none
    File,    ///< types[0], or none: string
    Opaque,  ///< name
    List,    ///< `list`: not implemented by the language either
    Name,    ///< name as written
  };
  Kind kind;
  Location where;
  Tag tag{};
  Flavour flavour{};
  std::vector<TypePtr> types;
  std::vector<Parameter> fields;
  std::vector<Enumerator> enumerators;
  std::string name;
};

// -- statements

struct Stmt {
  enum Kind : uint8_t {
    Block,  ///< statements
    Print,  ///< exprs
    Event,  ///< text ( exprs... )
    If,     ///< exprs[0], statements[0], statements[1] or null
    While,  ///< exprs[0], statements[0]
    For,    ///< names: the index variables; text: the value variable or ""; exprs[0]; statements[0]
    Next,
    Break,
    Fallthrough,
    Return,      ///< exprs[0], or null
    Switch,      ///< exprs[0], cases
    Local,       ///< text, type or null, initialiser (exprs[0] or null), assign_op, attributes; is_const
    When,        ///< exprs[0], captures, statements[0]; timeout exprs[1], statements[1], or null; is_return
    Assert,      ///< exprs[0], exprs[1] or null
    Expression,  ///< exprs[0]
    Empty,
  };

  struct TypeCase {
    TypePtr type;
    std::string as;  ///< "" if there is none
  };
  struct Case {
    std::vector<ExprPtr> values;
    std::vector<TypeCase> types;
    bool is_default = false;
    StmtPtr body;  ///< a Block
    Location where;
  };

  Kind kind;
  Location where;
  std::vector<ExprPtr> exprs;
  std::vector<StmtPtr> statements;
  std::string text;
  std::vector<std::string> names;
  std::vector<Case> cases;
  TypePtr type;
  Operator assign_op = Operator::Assign;  ///< of a local's initialiser: Assign, AddAssign, SubtractAssign
  std::vector<Attribute> attributes;
  std::optional<std::vector<Capture>> captures;
  bool is_const = false, is_return = false;
  /// False: a syntax error cut it off, and what there is, is checked. Such a statement has all parts that its kind asks
  /// for; what was read of an unfinished one stands there as statements of kind Expression (no warnings about these).
  bool is_complete = true;
  Location name_where;  ///< of a Local's name
};

// -- functions and declarations

struct Function {
  Flavour flavour{};
  std::string name;  ///< as written; "" for lambdas
  std::vector<Parameter> parameters;
  TypePtr yield;  ///< null: none given
  std::vector<Attribute> attributes;
  std::optional<std::vector<Capture>> captures;
  bool infers_yield = false;  ///< `$f(x: count) = { ... }`
  StmtPtr body;
  Location where;  ///< of all of it
  Location header;
};

struct Declaration {
  enum Kind : uint8_t {
    Module,  ///< name
    ExportBegin,
    ExportEnd,
    Global,  ///< name, type or null, has_init: op, init or null; attributes. Without has_init, but with init:
             ///< an initialiser with no =, += or -= before it
    Option,
    Const,
    Redef,             ///< of a variable; as Global
    RedefEnum,         ///< name, enumerators
    RedefRecord,       ///< name, fields, attributes
    RedefRecordField,  ///< name, field, op (AddAssign or SubtractAssign), attributes
    Type,              ///< name, type, attributes
    Function,          ///< function; is_redef: `redef event`
  };
  Kind kind;
  Location where;
  std::string name, field;
  TypePtr type;
  bool has_init = false;
  Operator op = Operator::Assign;
  ExprPtr init;
  std::vector<Attribute> attributes;
  std::vector<Enumerator> enumerators;
  std::vector<Parameter> fields;
  std::unique_ptr<syntax::Function> function;
  bool is_redef = false;
  Location name_where;      ///< of the name
  bool is_complete = true;  ///< false: a syntax error cut a Redef or Function off; see Stmt::is_complete
};

}  // namespace whimbrel::script::syntax
