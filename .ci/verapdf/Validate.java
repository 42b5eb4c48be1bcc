import java.io.FileInputStream;
import java.util.Map;
import java.util.TreeMap;
import java.util.logging.LogManager;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

/** Validates PDF files against PDF/A and PDF/UA: Validate FLAVOURS FILE… */
public class Validate {
  public static void main(String[] arguments) throws Exception {
    LogManager.getLogManager().reset();
    VeraGreenfieldFoundryProvider.initialise();
    boolean good = true;
    for (int at = 1; at < arguments.length; at++) {
      for (String flavour : arguments[0].split(",")) {
        good &= conforms(arguments[at], flavour);
      }
    }
    System.exit(good ? 0 : 1);
  }

  private static boolean conforms(String file, String flavour) throws Exception {
    PDFAFlavour wanted = PDFAFlavour.byFlavourId(flavour);
    try (FileInputStream in = new FileInputStream(file);
        PDFAParser parser = Foundries.defaultInstance().createParser(in, wanted)) {
      var validator = Foundries.defaultInstance().createValidator(profile(flavour), false);
      ValidationResult result = validator.validate(parser);
      String verdict = result.isCompliant() ? "conforms" : "DOES NOT CONFORM";
      System.out.printf("%s: %s %s (%d assertions)%n", file, flavour, verdict, result.getTotalAssertions());
      failures(result).forEach((rule, count) -> System.out.printf("  %d × %s%n", count, rule));
      return result.isCompliant();
    }
  }

  private static ValidationProfile profile(String flavour) throws Exception {
    String family = flavour.startsWith("ua") ? "UA-" : "A-";
    String level = flavour.replace("ua", "").toUpperCase();
    String name = "org/verapdf/pdfa/validation/PDF" + family + level + ".xml";
    return Profiles.profileFromXml(Validate.class.getClassLoader().getResourceAsStream(name));
  }

  private static Map<String, Integer> failures(ValidationResult result) {
    Map<String, Integer> failures = new TreeMap<>();
    for (TestAssertion assertion : result.getTestAssertions()) {
      if (assertion.getStatus() == TestAssertion.Status.FAILED) {
        var rule = assertion.getRuleId();
        String name = rule.getClause() + "-" + rule.getTestNumber() + " " + assertion.getMessage();
        failures.merge(name.replace('\n', ' '), 1, Integer::sum);
      }
    }
    return failures;
  }
}
