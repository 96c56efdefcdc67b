package app.relaydesk.relay.mutants;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Opcodes;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.IincInsnNode;
import org.objectweb.asm.tree.InsnList;
import org.objectweb.asm.tree.InsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.JumpInsnNode;
import org.objectweb.asm.tree.LabelNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.LineNumberNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;

/**
 * Plants every mutation of a class into it at once, each behind its own {@link Mutant#on}: one JVM, in which Robolectric
 * has started once, can then try them all.
 */
final class Planter {
  private static final Map<Integer, Integer> NEGATED = new HashMap<>();
  private static final Map<Integer, Integer> BOUNDARY = new HashMap<>();
  private static final Map<Integer, Integer> ARITHMETIC = new HashMap<>();

  static {
    pair(NEGATED, Opcodes.IFEQ, Opcodes.IFNE);
    pair(NEGATED, Opcodes.IFLT, Opcodes.IFGE);
    pair(NEGATED, Opcodes.IFGT, Opcodes.IFLE);
    pair(NEGATED, Opcodes.IF_ICMPEQ, Opcodes.IF_ICMPNE);
    pair(NEGATED, Opcodes.IF_ICMPLT, Opcodes.IF_ICMPGE);
    pair(NEGATED, Opcodes.IF_ICMPGT, Opcodes.IF_ICMPLE);
    pair(NEGATED, Opcodes.IF_ACMPEQ, Opcodes.IF_ACMPNE);
    pair(NEGATED, Opcodes.IFNULL, Opcodes.IFNONNULL);
    pair(BOUNDARY, Opcodes.IFLT, Opcodes.IFLE);
    pair(BOUNDARY, Opcodes.IFGT, Opcodes.IFGE);
    pair(BOUNDARY, Opcodes.IF_ICMPLT, Opcodes.IF_ICMPLE);
    pair(BOUNDARY, Opcodes.IF_ICMPGT, Opcodes.IF_ICMPGE);
    pair(ARITHMETIC, Opcodes.IADD, Opcodes.ISUB);
    pair(ARITHMETIC, Opcodes.LADD, Opcodes.LSUB);
    pair(ARITHMETIC, Opcodes.IMUL, Opcodes.IDIV);
    pair(ARITHMETIC, Opcodes.LMUL, Opcodes.LDIV);
    pair(ARITHMETIC, Opcodes.DMUL, Opcodes.DDIV);
    pair(ARITHMETIC, Opcodes.DADD, Opcodes.DSUB);
    pair(ARITHMETIC, Opcodes.IAND, Opcodes.IOR);
    pair(ARITHMETIC, Opcodes.LAND, Opcodes.LOR);
    pair(ARITHMETIC, Opcodes.ISHL, Opcodes.ISHR);
    pair(ARITHMETIC, Opcodes.LSHL, Opcodes.LSHR);
  }

  private final List<Mutation> mutations;
  private String file;
  private MethodNode method;
  private int line;

  /** Adds what it plants to {@code mutations}; ids go on from its size. */
  Planter(List<Mutation> mutations) {
    this.mutations = mutations;
  }

  private static void pair(Map<Integer, Integer> of, int one, int other) {
    of.put(one, other);
    of.put(other, one);
  }

  /** The class with all of them planted. {@code folder}: its package within the app's. */
  byte[] plant(byte[] original, String folder) {
    ClassNode node = new ClassNode();
    new ClassReader(original).accept(node, ClassReader.SKIP_FRAMES);
    file = folder + "/" + node.sourceFile;
    for (MethodNode each : node.methods) {
      method = each;
      boolean isAccessor = node.recordComponents != null
          && node.recordComponents.stream().anyMatch(part -> part.name.equals(method.name)) && method.desc.startsWith("()");
      if (isWritten() && !isAccessor) plantAll();
    }
    ClassWriter writer = new ClassWriter(ClassWriter.COMPUTE_FRAMES);
    node.accept(writer);
    return writer.toByteArray();
  }

  /** Not what the compiler made by itself: members of records and enums. */
  private boolean isWritten() {
    boolean isBridge = (method.access & Opcodes.ACC_BRIDGE) != 0 || method.name.equals("values")
        || method.name.equals("valueOf") || method.name.equals("$values");
    if (isBridge) return false;
    for (AbstractInsnNode each : method.instructions) {
      boolean isOfRecord = each instanceof InvokeDynamicInsnNode made
          && made.bsm.getOwner().equals("java/lang/runtime/ObjectMethods");
      if (isOfRecord) return false;
    }
    return true;
  }

  private void plantAll() {
    line = 0;
    for (AbstractInsnNode each : method.instructions.toArray()) {
      if (each instanceof LineNumberNode number) line = number.line;
      else if (each instanceof JumpInsnNode jump) plantJump(jump);
      else if (each instanceof MethodInsnNode call) plantCall(call);
      else if (each instanceof LdcInsnNode constant && constant.cst instanceof String text) plantSql(constant, text);
      else if (each instanceof InvokeDynamicInsnNode joined) plantSql(joined);
      else if (each instanceof IincInsnNode step) plantSwap(step, new InsnList(), "left out a step of a count");
      else if (each instanceof InsnNode plain) plantPlain(plain);
    }
  }

  private void plantJump(JumpInsnNode jump) {
    Integer negated = NEGATED.get(jump.getOpcode());
    if (negated == null || isClosing(jump)) return;
    Integer boundary = BOUNDARY.get(jump.getOpcode());
    if (boundary != null) plantSwap(jump, only(new JumpInsnNode(boundary, jump.label)), "moved a boundary");
    plantSwap(jump, only(new JumpInsnNode(negated, jump.label)), "negated a condition");
  }

  /** What try-with-resources makes: `if (resource != null) resource.close()`. */
  private static boolean isClosing(AbstractInsnNode jump) {
    AbstractInsnNode load = next(jump);
    AbstractInsnNode call = load == null ? null : next(load);
    return call instanceof MethodInsnNode close && close.name.equals("close");
  }

  private void plantCall(MethodInsnNode call) {
    Type type = Type.getMethodType(call.desc);
    boolean isDropped = next(call) != null
        && (next(call).getOpcode() == Opcodes.POP || next(call).getOpcode() == Opcodes.POP2);
    boolean isNoise = call.name.equals("<init>") || call.name.equals("addSuppressed") || call.name.equals("close")
        || call.name.equals("requireNonNull") || call.owner.equals("android/util/Log") || call.owner.equals("java/lang/StringBuilder");
    if (isNoise || type.getReturnType() != Type.VOID_TYPE && !isDropped) return;
    InsnList without = new InsnList();
    Type[] arguments = type.getArgumentTypes();
    for (int i = arguments.length - 1; i >= 0; i--) {
      without.add(new InsnNode(arguments[i].getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    }
    if (call.getOpcode() != Opcodes.INVOKESTATIC) without.add(new InsnNode(Opcodes.POP));
    if (type.getReturnType() != Type.VOID_TYPE) without.add(nothing(type.getReturnType()));
    String owner = call.owner.substring(call.owner.lastIndexOf('/') + 1);
    plantSwap(call, without, "left out the call of " + owner + "." + call.name);
  }

  private void plantPlain(InsnNode plain) {
    Integer other = ARITHMETIC.get(plain.getOpcode());
    if (other != null) {
      plantSwap(plain, only(new InsnNode(other)), "turned the arithmetic around");
      return;
    }
    Type returned = Type.getReturnType(method.desc);
    boolean isReturn = plain.getOpcode() >= Opcodes.IRETURN && plain.getOpcode() <= Opcodes.ARETURN;
    if (!isReturn) return;
    AbstractInsnNode before = plain.getPrevious();
    int said = before == null ? -1 : before.getOpcode();
    if (returned == Type.BOOLEAN_TYPE) {
      if (said != Opcodes.ICONST_1) plantReturn(plain, returned, new InsnNode(Opcodes.ICONST_1), "returned true");
      if (said != Opcodes.ICONST_0) plantReturn(plain, returned, new InsnNode(Opcodes.ICONST_0), "returned false");
      return;
    }
    InsnNode nothing = nothing(returned);
    boolean isSame = said == nothing.getOpcode();
    if (!isSame) plantReturn(plain, returned, nothing, "returned " + (returned.getSort() >= Type.ARRAY ? "null" : "0"));
  }

  private void plantReturn(InsnNode plain, Type type, InsnNode instead, String what) {
    LabelNode otherwise = new LabelNode();
    InsnList before = asked(what, otherwise);
    before.add(new InsnNode(type.getSize() == 2 ? Opcodes.POP2 : Opcodes.POP));
    before.add(instead);
    before.add(otherwise);
    method.instructions.insertBefore(plain, before);
  }

  private void plantSql(LdcInsnNode constant, String text) {
    SqlMutations.of(text).forEach((what, changed) -> plantSwap(constant, only(new LdcInsnNode(changed)), what));
  }

  /** SQL that is joined of pieces stands in the recipe of the joining. */
  private void plantSql(InvokeDynamicInsnNode joined) {
    if (!joined.name.equals("makeConcatWithConstants")) return;
    SqlMutations.of((String) joined.bsmArgs[0]).forEach((what, changed) -> {
      Object[] arguments = joined.bsmArgs.clone();
      arguments[0] = changed;
      Handle joining = joined.bsm;
      plantSwap(joined, only(new InvokeDynamicInsnNode(joined.name, joined.desc, joining, arguments)), what);
    });
  }

  /** Puts {@code if (Mutant.on(id)) changed; else original} in the place of the original. */
  private void plantSwap(AbstractInsnNode original, InsnList changed, String what) {
    LabelNode otherwise = new LabelNode();
    LabelNode end = new LabelNode();
    InsnList before = asked(what, otherwise);
    before.add(changed);
    before.add(new JumpInsnNode(Opcodes.GOTO, end));
    before.add(otherwise);
    method.instructions.insertBefore(original, before);
    method.instructions.insert(original, end);
  }

  /** The question whether the next mutation is tried; jumps when it is not. */
  private InsnList asked(String what, LabelNode otherwise) {
    int id = mutations.size();
    mutations.add(new Mutation(id, file + ":" + line, method.name, what));
    InsnList question = only(new LdcInsnNode(id));
    question.add(new MethodInsnNode(Opcodes.INVOKESTATIC, Type.getInternalName(Mutant.class), "on", "(I)Z", false));
    question.add(new JumpInsnNode(Opcodes.IFEQ, otherwise));
    return question;
  }

  private static InsnList only(AbstractInsnNode one) {
    InsnList list = new InsnList();
    list.add(one);
    return list;
  }

  private static InsnNode nothing(Type type) {
    switch (type.getSort()) {
      case Type.LONG:
        return new InsnNode(Opcodes.LCONST_0);
      case Type.DOUBLE:
        return new InsnNode(Opcodes.DCONST_0);
      case Type.OBJECT:
      case Type.ARRAY:
        return new InsnNode(Opcodes.ACONST_NULL);
      default:
        return new InsnNode(Opcodes.ICONST_0);
    }
  }

  /** The next that is an instruction; null at the end. */
  private static AbstractInsnNode next(AbstractInsnNode of) {
    AbstractInsnNode next = of.getNext();
    while (next != null && next.getOpcode() < 0) next = next.getNext();
    return next;
  }
}
