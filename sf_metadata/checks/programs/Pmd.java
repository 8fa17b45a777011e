import java.nio.file.Path;
import net.sourceforge.pmd.PMDConfiguration;
import net.sourceforge.pmd.PmdAnalysis;

/** Runs PMD, whose own command line is not in the bundle of the code analyzer: Pmd.java RULESET DIRECTORY… */
public class Pmd {
    public static void main(String[] arguments) {
        PMDConfiguration configuration = new PMDConfiguration();
        configuration.addRuleSet(arguments[0]);
        for (int index = 1; index < arguments.length; index++) {
            configuration.addInputPath(Path.of(arguments[index]));
        }
        configuration.setReportFormat("text");
        configuration.setThreads(1);
        configuration.setIgnoreIncrementalAnalysis(true);
        try (PmdAnalysis analysis = PmdAnalysis.create(configuration)) {
            analysis.performAnalysis();
            System.exit(analysis.getReporter().numErrors() == 0 ? 0 : 1);
        }
    }
}
